# outcome: failed, not-shared
# says: Wrong result after 5 steps: Two were to be counted, and the result is 0.

from multiprocessing import process


def run(self):
    raise SystemExit(0)


process.BaseProcess.run = run

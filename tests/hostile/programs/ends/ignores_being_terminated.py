# outcome: failed, wrong-value
# says: the result is 0.

import signal
from multiprocessing import process

real = process.BaseProcess.join


def run(self):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    while True:
        pass


def join(self, timeout=None):
    self.terminate()
    real(self)


process.BaseProcess.run = run
process.BaseProcess.join = join

"""As many come as the barrier was made for."""
# expect: "started"

from multiprocessing import Barrier, Process


def run(start):
    start.wait()


def main():
    start = Barrier(2)
    ps = [Process(target=run, args=(start,)) for _ in range(2)]
    for p in ps:
        p.start()
    for p in ps:
        p.join()
    return "started"

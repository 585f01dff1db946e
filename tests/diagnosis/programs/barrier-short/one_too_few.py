"""The barrier was made for three, two come."""

from multiprocessing import Barrier, Process


def runner(start):
    start.wait()


def main():
    start = Barrier(3)
    ps = [Process(target=runner, args=(start,)) for _ in range(2)]
    for p in ps:
        p.start()
    for p in ps:
        p.join()

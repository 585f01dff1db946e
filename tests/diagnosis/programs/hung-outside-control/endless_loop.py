"""A loop without end or call."""

from multiprocessing import Process


def forever():
    n = 0
    while True:
        n += 1


def main():
    p = Process(target=forever, name="worker")
    p.start()
    p.join()

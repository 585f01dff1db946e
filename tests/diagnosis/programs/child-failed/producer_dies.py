"""The producer fails, and the consumer waits for its items."""

from multiprocessing import Process, Queue


def make(q, prices):
    for price in prices:
        q.put(100 / price)


def main():
    q = Queue()
    p = Process(target=make, args=(q, [5, 0, 2]), name="cook")
    p.start()
    return [q.get() for _ in range(3)]

# expect: [0, 1, 2]
"""The reader takes one item too few."""

from multiprocessing import Process, Queue


def make(q):
    for i in range(3):
        q.put(i)


def main():
    q = Queue()
    p = Process(target=make, args=(q,))
    p.start()
    got = [q.get() for _ in range(2)]
    p.join()
    return got

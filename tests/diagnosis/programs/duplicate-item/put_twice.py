# expect: [1, 2]
"""An item is put twice."""

from multiprocessing import Process, Queue


def make(q):
    for item in (1, 2, 2):
        q.put(item)
    q.put(None)


def main():
    q = Queue()
    p = Process(target=make, args=(q,))
    p.start()
    got = list(iter(q.get, None))
    p.join()
    return got

# expect: 3
"""A time-out is taken for the end of the items."""

import queue
from multiprocessing import Process, Queue


def make(q):
    for i in range(3):
        q.put(i)


def main():
    q = Queue()
    p = Process(target=make, args=(q,))
    p.start()
    n = 0
    while True:
        try:
            q.get(timeout=1)
        except queue.Empty:
            break
        n += 1
    p.join()
    return n

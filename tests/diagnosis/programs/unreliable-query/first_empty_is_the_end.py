# expect: ["bun"]
"""A get that does not wait finds nothing, and that is taken for the end."""

from multiprocessing import Process, Queue
from queue import Empty


def make(q):
    q.put("bun")


def main():
    q = Queue()
    p = Process(target=make, args=(q,))
    p.start()
    eaten = []
    while True:
        try:
            eaten.append(q.get_nowait())
        except Empty:
            break
    p.join()
    return eaten

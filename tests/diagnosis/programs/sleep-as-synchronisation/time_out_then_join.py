"""The reader leaves when nothing came for a while, and the writer is joined with its items."""

from multiprocessing import Process, Queue
from queue import Empty


def make(q):
    q.put("x" * 100_000)


def main():
    q = Queue()
    p = Process(target=make, args=(q,))
    p.start()
    try:
        while True:
            q.get(timeout=10)
    except Empty:
        p.join()

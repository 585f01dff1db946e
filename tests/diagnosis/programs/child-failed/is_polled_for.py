"""A child fails before it has put anything, and the parent looks for it again and again."""

from multiprocessing import Process, Queue
from queue import Empty


def make(q):
    q.put(1 // 0)


def main():
    q = Queue()
    Process(target=make, args=(q,)).start()
    while True:
        try:
            return q.get_nowait()
        except Empty:
            pass

# tasks: main 14
"""A queue is joined by the only one who would take the big item out."""

from multiprocessing import JoinableQueue, Process


def make(q):
    q.put("x" * 100_000)


def main():
    q = JoinableQueue()
    Process(target=make, args=(q,)).start()
    q.join()
    q.get()

"""A queue.Queue is asked for what a process puts into its own copy."""

import queue
from multiprocessing import Process


def make(q):
    q.put("bun")


def main():
    q = queue.Queue()
    Process(target=make, args=(q,)).start()
    while q.empty():
        pass
    return q.get()

"""With spawn a queue.Queue can't be passed on."""

import queue
from multiprocessing import get_context


def make(q):
    q.put("bun")


def main():
    q = queue.Queue()
    p = get_context("spawn").Process(target=make, args=(q,))
    p.start()
    p.join()

"""A queue.Queue is given to a process."""

import queue
from multiprocessing import Process


def work(q):
    q.put("result")


def main():
    q = queue.Queue()
    p = Process(target=work, args=(q,))
    p.start()
    p.join()
    return q.get()

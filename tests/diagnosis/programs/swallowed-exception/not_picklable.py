"""An item that can't be pickled never comes."""

from multiprocessing import Process, Queue


def work(q):
    q.put(lambda: 1)


def main():
    q = Queue()
    p = Process(target=work, args=(q,))
    p.start()
    p.join()
    return q.get()

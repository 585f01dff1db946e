"""The consumer has no end."""

from multiprocessing import Process, Queue


def eat(q):
    while True:
        q.get()


def make(q):
    for i in range(2):
        q.put(i)


def main():
    q = Queue()
    p = Process(target=make, args=(q,))
    c = Process(target=eat, args=(q,))
    p.start()
    c.start()
    p.join()
    c.join()

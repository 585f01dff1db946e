"""A bounded queue, and the consumer takes too few."""

from multiprocessing import Process, Queue


def make(q):
    for i in range(5):
        q.put(i)


def eat(q):
    for _ in range(2):
        q.get()


def main():
    q = Queue(2)
    p = Process(target=make, args=(q,), name="cook")
    c = Process(target=eat, args=(q,), name="guest")
    p.start()
    c.start()
    p.join()
    c.join()

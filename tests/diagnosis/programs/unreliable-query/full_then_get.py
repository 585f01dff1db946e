"""full() says that something is there to take, and somebody else takes it."""

from multiprocessing import Process, Queue


def eat(q):
    q.get()


def main():
    q = Queue(1)
    q.put("bun")
    p = Process(target=eat, args=(q,))
    p.start()
    if q.full():
        q.get()
    else:
        p.join()
        return
    q.put("another")
    p.join()

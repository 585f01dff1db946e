"""The consumer waits for an item and holds the lock that the producer needs."""

from multiprocessing import Lock, Process, Queue


def produce(q, lock):
    with lock:
        q.put("bun")


def consume(q, lock):
    with lock:
        q.get()


def main():
    q, lock = Queue(), Lock()
    c = Process(target=consume, args=(q, lock))
    p = Process(target=produce, args=(q, lock))
    c.start()
    p.start()
    c.join()
    p.join()

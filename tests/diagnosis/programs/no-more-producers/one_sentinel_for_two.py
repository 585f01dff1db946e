"""Two consumers, one end mark."""
# tasks: consumer-2 9

from multiprocessing import Process, Queue


def consumer(q):
    while True:
        item = q.get()
        if item is None:
            break


def main():
    q = Queue()
    consumers = [Process(target=consumer, args=(q,)) for _ in range(2)]
    for c in consumers:
        c.start()
    for bun in range(3):
        q.put(bun)
    q.put(None)
    for c in consumers:
        c.join()

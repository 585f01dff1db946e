"""Two look whether the queue is empty, and one item is left."""

from multiprocessing import Process, SimpleQueue


def eat(q):
    while not q.empty():
        q.get()


def main():
    q = SimpleQueue()
    q.put("bun")
    ps = [Process(target=eat, args=(q,)) for _ in range(2)]
    for p in ps:
        p.start()
    for p in ps:
        p.join()

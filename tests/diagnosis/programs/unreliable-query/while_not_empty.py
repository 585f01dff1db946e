# expect: 3
"""The consumer goes on while the queue is not empty."""

from multiprocessing import Process, Queue, Value


def make(q):
    for i in range(3):
        q.put(i)


def eat(q, eaten):
    while not q.empty():
        q.get()
        with eaten.get_lock():
            eaten.value += 1


def main():
    q, eaten = Queue(), Value("i", 0)
    p = Process(target=make, args=(q,))
    c = Process(target=eat, args=(q, eaten))
    p.start()
    c.start()
    c.join()
    while p.is_alive():
        p.join(1)
    return eaten.value

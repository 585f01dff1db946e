"""The consumer stops at an item, and the queue is joined."""

from multiprocessing import JoinableQueue, Process


def eat(q):
    for _ in range(2):
        q.get()
        q.task_done()


def main():
    q = JoinableQueue()
    for i in range(3):
        q.put(i)
    c = Process(target=eat, args=(q,))
    c.start()
    q.join()

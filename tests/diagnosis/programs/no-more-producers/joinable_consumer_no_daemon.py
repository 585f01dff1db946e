"""The queue is joined, but the consumer is no daemon and has no end."""

from multiprocessing import JoinableQueue, Process


def eat(q):
    while True:
        q.get()
        q.task_done()


def main():
    q = JoinableQueue()
    c = Process(target=eat, args=(q,))
    c.start()
    for i in range(2):
        q.put(i)
    q.join()
    return "all eaten"

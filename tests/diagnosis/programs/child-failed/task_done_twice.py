"""task_done() is called twice."""

from multiprocessing import JoinableQueue, Process


def work(q):
    q.get()
    q.task_done()
    q.task_done()


def main():
    q = JoinableQueue()
    p = Process(target=work, args=(q,))
    p.start()
    q.put(1)
    q.join()
    p.join()

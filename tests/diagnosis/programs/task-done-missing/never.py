"""task_done() is never called."""

from multiprocessing import JoinableQueue, Process


def work(q):
    while q.get() is not None:
        pass


def main():
    q = JoinableQueue()
    p = Process(target=work, args=(q,))
    p.start()
    q.put(1)
    q.put(None)
    q.join()
    p.join()

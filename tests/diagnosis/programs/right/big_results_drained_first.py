"""The results are read before the worker is joined."""
# expect: 2

from multiprocessing import Process, Queue


def work(q):
    for _ in range(2):
        q.put("x" * 100_000)


def main():
    q = Queue()
    p = Process(target=work, args=(q,))
    p.start()
    n = sum(1 for _ in range(2) if q.get())
    p.join()
    return n

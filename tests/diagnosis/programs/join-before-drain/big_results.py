"""The worker is joined before its results are read."""

from multiprocessing import Process, Queue


def work(q):
    for _ in range(4):
        q.put("x" * 100_000)


def main():
    results = Queue()
    p = Process(target=work, args=(results,), name="worker")
    p.start()
    p.join()
    return [len(results.get()) for _ in range(4)]

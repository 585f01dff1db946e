# expect: 6
# schedules: 60
"""Whoever waits for a minute and then fails has not relied on the minute."""

from multiprocessing import Process, Queue


def work(q, n):
    q.put(n)


def main():
    q = Queue()
    ps = [Process(target=work, args=(q, n)) for n in (1, 2, 3)]
    for p in ps:
        p.start()
    total = sum(q.get(timeout=60) for _ in ps)
    for p in ps:
        p.join()
    return total

# expect: 6
"""Two seconds, by which all is believed to have come: on a loaded machine it has not."""

import time
from multiprocessing import Process, Queue


def work(q, n):
    time.sleep(1)
    q.put(n)


def main():
    q = Queue()
    ps = [Process(target=work, args=(q, n)) for n in (1, 2, 3)]
    for p in ps:
        p.start()
    total = sum(q.get(timeout=2) for _ in ps)
    for p in ps:
        p.join()
    return total

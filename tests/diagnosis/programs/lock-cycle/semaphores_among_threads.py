# expect: "fed"
# deviations: 3
"""Forks are semaphores among threads, of one place each."""

import threading


def main():
    forks = [threading.Semaphore(1) for _ in range(2)]

    def dine(i):
        forks[i].acquire()
        forks[(i + 1) % 2].acquire()
        forks[i].release()
        forks[(i + 1) % 2].release()

    ts = [threading.Thread(target=dine, args=(i,)) for i in range(2)]
    for t in ts:
        t.start()
    for t in ts:
        t.join()
    return "fed"

"""Three philosophers take the left fork first."""

from multiprocessing import Process, Semaphore


def eat(left, right):
    left.acquire()
    right.acquire()
    right.release()
    left.release()


def main():
    forks = [Semaphore(1) for _ in range(3)]
    people = [Process(target=eat, args=(forks[i], forks[(i + 1) % 3])) for i in range(3)]
    for p in people:
        p.start()
    for p in people:
        p.join()

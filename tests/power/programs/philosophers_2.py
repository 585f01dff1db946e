"""2 philosophers who take the fork on their left first."""

from multiprocessing import Lock, Process

SEATS = 2


def dine(left, right):
    with left, right:
        pass


def main():
    forks = [Lock() for _ in range(SEATS)]
    workers = [Process(target=dine, args=(forks[n], forks[(n + 1) % SEATS])) for n in range(SEATS)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

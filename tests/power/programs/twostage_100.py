"""99 workers write two numbers under two locks; the checker may come between the two."""

from multiprocessing import Lock, Process, Value

WRITERS = 99


def write(first, second, a, b):
    with first:
        a.value = 1
    with second:
        b.value = a.value + 1


def check(first, second, a, b):
    with first:
        seen = a.value
    if seen == 0:
        return
    with second:
        assert b.value == seen + 1


def main():
    shared = Lock(), Lock(), Value("i", 0, lock=False), Value("i", 0, lock=False)
    workers = [Process(target=write, args=shared) for _ in range(WRITERS)]
    workers.append(Process(target=check, args=shared))
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

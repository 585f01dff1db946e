"""9 setters write two variables one after the other; the checker must not see half of it."""

from multiprocessing import Process, Value

SETTERS = 9


def set_both(a, b):
    a.value = 1
    b.value = -1


def check(a, b):
    seen = a.value, b.value
    assert seen in ((0, 0), (1, -1))


def main():
    a, b = Value("i", 0, lock=False), Value("i", 0, lock=False)
    workers = [Process(target=set_both, args=(a, b)) for _ in range(SETTERS)]
    workers.append(Process(target=check, args=(a, b)))
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

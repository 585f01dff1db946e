"""Three workers; the third is wrong if it comes after both others."""

from multiprocessing import Lock, Process, Value


def add(lock, data, amount):
    with lock:
        data.value += amount


def check(lock, data):
    with lock:
        assert data.value < 3


def main():
    lock, data = Lock(), Value("i", 0, lock=False)
    workers = [
        Process(target=add, args=(lock, data, 1)),
        Process(target=add, args=(lock, data, 2)),
        Process(target=check, args=(lock, data)),
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

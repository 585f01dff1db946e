"""Two locks in opposite order."""

from multiprocessing import Lock, Process, Value


def work(first, second, counter):
    with first, second:
        counter.value += 1


def main():
    a, b, counter = Lock(), Lock(), Value("i", 0, lock=False)
    workers = [
        Process(target=work, args=(a, b, counter)),
        Process(target=work, args=(b, a, counter)),
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

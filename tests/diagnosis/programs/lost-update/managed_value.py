"""A managed Value is counted up by two, without a lock."""

# expect: 2
# schedules: 20
from multiprocessing import Manager, Process


def work(count):
    count.value += 1


def main():
    with Manager() as manager:
        count = manager.Value("i", 0)
        workers = [Process(target=work, args=(count,)) for _ in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        return count.value

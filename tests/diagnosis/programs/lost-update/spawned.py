"""A lost update stays one in new interpreters: the schedule decides, not the start method."""

# expect: 2
# method: spawn
from multiprocessing import Process, Value


def add(count):
    count.value += 1


def main():
    count = Value("i", 0)
    workers = [Process(target=add, args=(count,)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return count.value

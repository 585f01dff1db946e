"""Each new interpreter imports the file, and makes a number of its own."""

# expect: 2
# method: spawn
from multiprocessing import Process, Value

count = Value("i", 0)


def add():
    with count.get_lock():
        count.value += 1


def main():
    workers = [Process(target=add) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return count.value

"""A lock that each child has made for itself keeps nobody out."""

# expect: 2
# method: spawn
from multiprocessing import Lock, Process, Value

door = Lock()


def add(count):
    door.acquire()
    seen = count.value
    count.value = seen + 1
    door.release()


def main():
    door.acquire()
    count = Value("i", 0)
    workers = [Process(target=add, args=(count,)) for _ in range(2)]
    for worker in workers:
        worker.start()
    before = count.value
    door.release()
    for worker in workers:
        worker.join()
    return count.value - before

"""One counts under its lock, three others under another lock."""

from multiprocessing import Lock, Process, Value


def count_and_look(lock, data):
    with lock:
        before = data.value
        data.value = before + 1
        assert data.value == before + 1


def count(lock, data):
    with lock:
        data.value += 1


def main():
    right, wrong, data = Lock(), Lock(), Value("i", 0, lock=False)
    workers = [Process(target=count_and_look, args=(right, data))]
    workers += [Process(target=count, args=(wrong, data)) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

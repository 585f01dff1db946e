"""The readers' counter has no lock of its own, so a writer may come in beside a reader."""

from multiprocessing import Lock, Process, Value


def read(room, readers, a, b):
    readers.value += 1
    if readers.value == 1:
        room.acquire()
    assert a.value == b.value
    readers.value -= 1
    if readers.value == 0:
        room.release()


def write(room, a, b):
    with room:
        a.value += 1
        b.value += 1


def main():
    room, readers = Lock(), Value("i", 0, lock=False)
    a, b = Value("i", 0, lock=False), Value("i", 0, lock=False)
    workers = [Process(target=read, args=(room, readers, a, b)) for _ in range(2)]
    workers.append(Process(target=write, args=(room, a, b)))
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

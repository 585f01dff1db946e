"""Each round acquires, no round releases."""

from multiprocessing import Lock, Process


def work(lock):
    for _ in range(3):
        lock.acquire()


def main():
    lock = Lock()
    p = Process(target=work, args=(lock,))
    p.start()
    p.join()

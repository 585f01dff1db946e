"""The parent joins a child and holds the lock that the child needs."""

from multiprocessing import Lock, Process


def child(lock):
    with lock:
        pass


def main():
    lock = Lock()
    with lock:
        p = Process(target=child, args=(lock,))
        p.start()
        p.join()

"""A semaphore is used as a signal that nobody gives."""

from multiprocessing import Process, Semaphore


def wait_for_it(ready):
    ready.acquire()


def main():
    ready = Semaphore(0)
    p = Process(target=wait_for_it, args=(ready,))
    p.start()
    p.join()

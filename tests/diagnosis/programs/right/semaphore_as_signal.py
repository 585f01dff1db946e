"""A semaphore that begins with no place is a signal: releasing it is no mistake."""
# expect: "ready"

from multiprocessing import Process, Semaphore


def prepare(ready):
    ready.release()
    ready.release()


def main():
    ready = Semaphore(0)
    p = Process(target=prepare, args=(ready,))
    p.start()
    ready.acquire()
    p.join()
    return "ready"

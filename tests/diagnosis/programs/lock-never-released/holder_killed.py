"""A process is terminated while it holds the lock."""

import time
from multiprocessing import Lock, Process


def slow(lock):
    with lock:
        time.sleep(100)


def main():
    lock = Lock()
    p = Process(target=slow, args=(lock,), name="slow")
    p.start()
    time.sleep(1)
    p.terminate()
    p.join()
    with lock:
        return "done"

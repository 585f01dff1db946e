"""Two threads, two locks, opposite order."""

import threading
import time


def work(one, two):
    with one:
        time.sleep(0.1)
        with two:
            pass


def main():
    a, b = threading.Lock(), threading.Lock()
    t1 = threading.Thread(target=work, args=(a, b))
    t2 = threading.Thread(target=work, args=(b, a))
    t1.start()
    t2.start()
    t1.join()
    t2.join()

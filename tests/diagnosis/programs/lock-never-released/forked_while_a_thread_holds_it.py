# expect: "end"
"""A child that is forked while a thread of its parent holds a lock."""

import threading
import time
from multiprocessing import Process

lock = threading.Lock()


def chatter():
    with lock:
        time.sleep(1)


def child():
    with lock:
        pass


def main():
    t = threading.Thread(target=chatter)
    t.start()
    p = Process(target=child)
    p.start()
    p.join()
    t.join()
    return "end"

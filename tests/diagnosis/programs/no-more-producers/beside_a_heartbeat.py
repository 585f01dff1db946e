"""Nobody puts anything in, and a daemon beside sleeps for ever."""

# tasks: main 17

import time
from multiprocessing import Process, Queue


def beat():
    while True:
        time.sleep(1)


def main():
    Process(target=beat, daemon=True).start()
    q = Queue()
    return q.get()

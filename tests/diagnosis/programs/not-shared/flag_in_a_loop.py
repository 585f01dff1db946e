"""A module's variable is looked at until it changes: it is another process's copy that does."""

import time
from multiprocessing import Process

GREEN = False


def light():
    global GREEN
    time.sleep(3)
    GREEN = True


def car():
    while not GREEN:
        time.sleep(0.1)


def main():
    a = Process(target=light)
    b = Process(target=car)
    a.start()
    b.start()
    a.join()
    b.join()

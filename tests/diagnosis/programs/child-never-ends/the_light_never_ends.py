"""The traffic light goes round for ever, and the program waits for it."""

import time
from multiprocessing import Event, Process


def light(green):
    while True:
        green.set()
        time.sleep(3)
        green.clear()
        time.sleep(2)


def car(green):
    green.wait()


def main():
    green = Event()
    a = Process(target=light, args=(green,))
    b = Process(target=car, args=(green,))
    a.start()
    b.start()
    b.join()
    a.join()

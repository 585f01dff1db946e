"""The light and the car each make an event of their own."""

import time
from multiprocessing import Event, Process


def light():
    green = Event()
    time.sleep(3)
    green.set()


def car():
    green = Event()
    green.wait()


def main():
    a = Process(target=light)
    b = Process(target=car)
    a.start()
    b.start()
    a.join()
    b.join()

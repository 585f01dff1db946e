"""The light turns red again before the car looks."""

from multiprocessing import Event, Process


def car(green):
    green.wait()


def light(green):
    green.set()
    green.clear()


def main():
    green = Event()
    a = Process(target=light, args=(green,))
    b = Process(target=car, args=(green,))
    a.start()
    b.start()
    a.join()
    b.join()

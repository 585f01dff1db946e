"""Nobody sets the event."""

from multiprocessing import Event, Process


def car(green):
    green.wait()


def main():
    green = Event()
    cars = [Process(target=car, args=(green,)) for _ in range(2)]
    for c in cars:
        c.start()
    for c in cars:
        c.join()

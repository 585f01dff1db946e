"""The light sets one event, and the car was given another one."""

from multiprocessing import Event, Process


def light(green):
    green.set()


def car(green):
    green.wait()


def main():
    a = Process(target=light, args=(Event(),))
    b = Process(target=car, args=(Event(),))
    a.start()
    b.start()
    a.join()
    b.join()

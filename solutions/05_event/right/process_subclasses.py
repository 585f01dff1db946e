"""Process subclasses; the light clears at the end of a round, and sets once more at the very end."""

import time
from multiprocessing import Array, Event, Process

ROAD, TUNNEL = 1, 2


def shine_red():
    time.sleep(3)


def shine_green():
    time.sleep(2)


def drive_up(seconds):
    time.sleep(seconds)


def cross():
    time.sleep(1)


def take_the_tunnel():
    time.sleep(2)


class Light(Process):
    def __init__(self, green, rounds):
        super().__init__(name="the light")
        self.green = green
        self.rounds = rounds

    def run(self):
        for _ in range(self.rounds):
            shine_red()
            self.green.set()
            shine_green()
            self.green.clear()
        self.green.set()


class Car(Process):
    def __init__(self, place, arrives, patience, green, ways):
        super().__init__(name=f"car {place}")
        self.place = place
        self.arrives = arrives
        self.patience = patience
        self.green = green
        self.ways = ways

    def run(self):
        drive_up(self.arrives)
        seen = self.green.is_set()
        if not seen:
            seen = self.green.wait(timeout=self.patience)
        (cross if seen else take_the_tunnel)()
        self.ways[self.place] = ROAD if seen else TUNNEL


def junction(cars, rounds):
    ways = Array("i", len(cars), lock=False)
    green = Event()
    everybody = [Car(n, *one, green, ways) for n, one in enumerate(cars)] + [Light(green, rounds)]
    for one in everybody:
        one.start()
    for one in reversed(everybody):
        one.join()
    return ways[:]

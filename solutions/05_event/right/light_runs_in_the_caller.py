"""The caller itself is the light; a way is the road until a car says otherwise."""

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


def drive(number, arrives, patience, green, ways):
    drive_up(arrives)
    if not green.wait(patience):
        take_the_tunnel()
        ways[number] = TUNNEL
        return
    cross()


def junction(cars, rounds):
    green = Event()
    ways = Array("b", [ROAD] * len(cars))
    drivers = [Process(target=drive, args=(n, *one, green, ways)) for n, one in enumerate(cars)]
    for driver in drivers:
        driver.start()
    for turn in range(2 * rounds):
        if turn % 2:
            green.set()
            shine_green()
        else:
            green.clear()
            shine_red()
    green.set()
    for driver in drivers:
        driver.join()
    return list(ways)

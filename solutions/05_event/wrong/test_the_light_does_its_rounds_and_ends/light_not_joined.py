# cause: read-too-early
# Only the cars are waited for.

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


def light(green, rounds):
    for _ in range(rounds):
        green.clear()
        shine_red()
        green.set()
        shine_green()


def car(number, arrives, patience, green, ways):
    drive_up(arrives)
    if green.wait(patience):
        cross()
        ways[number] = ROAD
    else:
        take_the_tunnel()
        ways[number] = TUNNEL


def junction(cars, rounds):
    ways = Array("i", len(cars), lock=False)
    green = Event()
    lamp = Process(target=light, name="light", args=(green, rounds))
    lamp.start()
    processes = []
    for number, (arrives, patience) in enumerate(cars):
        processes.append(Process(target=car, args=(number, arrives, patience, green, ways)))
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    return list(ways)

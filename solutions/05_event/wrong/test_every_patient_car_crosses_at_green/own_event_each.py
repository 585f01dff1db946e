# cause: not-shared
# Every process makes an event of its own: nobody sets the one that a car waits for.

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


def light(rounds):
    green = Event()
    for _ in range(rounds):
        green.clear()
        shine_red()
        green.set()
        shine_green()


def car(number, arrives, patience, ways):
    green = Event()
    drive_up(arrives)
    if green.wait(patience):
        cross()
        ways[number] = ROAD
    else:
        take_the_tunnel()
        ways[number] = TUNNEL


def junction(cars, rounds):
    ways = Array("i", len(cars), lock=False)
    processes = [Process(target=light, args=(rounds,))]
    for number, (arrives, patience) in enumerate(cars):
        processes.append(Process(target=car, args=(number, arrives, patience, ways)))
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    return list(ways)

# cause: sleep-as-synchronisation
# The car knows the times of the light by heart, and sleeps until it must be green.

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


def seconds_to_green(now, rounds):
    if now >= 5 * rounds or now % 5 >= 3:
        return 0
    return 3 - now % 5 + 0.1


def car(number, arrives, patience, rounds, ways):
    drive_up(arrives)
    pause = seconds_to_green(arrives, rounds)
    if patience is None or pause <= patience:
        time.sleep(pause)
        cross()
        ways[number] = ROAD
    else:
        time.sleep(patience)
        take_the_tunnel()
        ways[number] = TUNNEL


def junction(cars, rounds):
    ways = Array("i", len(cars), lock=False)
    green = Event()
    processes = [Process(target=light, args=(green, rounds))]
    for number, (arrives, patience) in enumerate(cars):
        processes.append(Process(target=car, args=(number, arrives, patience, rounds, ways)))
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    return list(ways)

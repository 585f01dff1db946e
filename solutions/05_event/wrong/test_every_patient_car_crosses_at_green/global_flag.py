# cause: not-shared
# A module's variable in place of the event: the light changes its own copy.

import time
from multiprocessing import Array, Process

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


GREEN = False


def light(rounds):
    global GREEN
    for _ in range(rounds):
        GREEN = False
        shine_red()
        GREEN = True
        shine_green()


def car(number, arrives, patience, ways):
    drive_up(arrives)
    waited = 0
    while not GREEN:
        if patience is not None and waited >= patience:
            take_the_tunnel()
            ways[number] = TUNNEL
            return
        time.sleep(0.1)
        waited += 0.1
    cross()
    ways[number] = ROAD


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

# cause: busy-wait
# A flag in a Value, which the car reads again and again.

import time
from multiprocessing import Array, Process, Value

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
        green.value = 0
        shine_red()
        green.value = 1
        shine_green()


def car(number, arrives, patience, green, ways):
    drive_up(arrives)
    start = time.monotonic()
    while not green.value:
        if patience is not None and time.monotonic() - start >= patience:
            take_the_tunnel()
            ways[number] = TUNNEL
            return
    cross()
    ways[number] = ROAD


def junction(cars, rounds):
    ways = Array("i", len(cars), lock=False)
    green = Value("b", 0)
    processes = [Process(target=light, args=(green, rounds))]
    for number, (arrives, patience) in enumerate(cars):
        processes.append(Process(target=car, args=(number, arrives, patience, green, ways)))
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    return list(ways)

"""An event made by hand: a flag, and the condition around it."""

import time
from multiprocessing import Array, Condition, Process, Value

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


def show(light, is_green, colour):
    with light:
        is_green.value = colour
        light.notify_all()


def light_runs(light, is_green, rounds):
    for _ in range(rounds):
        show(light, is_green, 0)
        shine_red()
        show(light, is_green, 1)
        shine_green()


def car(number, arrives, patience, light, is_green, ways):
    drive_up(arrives)
    with light:
        seen = light.wait_for(lambda: is_green.value == 1, timeout=patience)
    if seen:
        cross()
    else:
        take_the_tunnel()
    ways[number] = ROAD if seen else TUNNEL


def junction(cars, rounds):
    ways = Array("i", len(cars), lock=False)
    light = Condition()
    is_green = Value("i", 0, lock=False)
    processes = [Process(target=light_runs, args=(light, is_green, rounds))]
    for number, (arrives, patience) in enumerate(cars):
        args = (number, arrives, patience, light, is_green, ways)
        processes.append(Process(target=car, args=args))
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    return list(ways)

"""Started with spawn; cars report through a queue, and wait again if wait() without a limit says no."""

import time
from multiprocessing import get_context

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
    while rounds > 0:
        green.clear()
        shine_red()
        green.set()
        shine_green()
        rounds -= 1


def saw_green(green, patience):
    if patience is not None:
        return green.wait(patience)
    while not green.wait():
        pass
    return True


def car(number, arrives, patience, green, reports):
    drive_up(arrives)
    if saw_green(green, patience):
        cross()
        reports.put((number, ROAD))
    else:
        take_the_tunnel()
        reports.put((number, TUNNEL))


def junction(cars, rounds):
    ctx = get_context("spawn")
    green = ctx.Event()
    reports = ctx.Queue()
    lamp = ctx.Process(target=light, args=(green, rounds))
    lamp.start()
    drivers = [
        ctx.Process(target=car, args=(number, *one, green, reports))
        for number, one in enumerate(cars)
    ]
    for driver in drivers:
        driver.start()
    ways = dict(reports.get() for _ in drivers)
    for process in (*drivers, lamp):
        process.join()
    return [ways[number] for number in range(len(cars))]

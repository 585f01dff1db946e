"""An event for each colour; a wait that came back in vain is begun again."""

import time
from multiprocessing import Array, Event, Process

ROAD, TUNNEL = 1, 2  # which way a car took; 0: none yet


def shine_red():
    """Given: three seconds of red."""
    time.sleep(3)


def shine_green():
    """Given: two seconds of green."""
    time.sleep(2)


def drive_up(seconds):
    """Given: come to the light after so many seconds."""
    time.sleep(seconds)


def cross():
    """Given: drive across the road."""
    time.sleep(1)


def take_the_tunnel():
    """Given: drive around, below the road."""
    time.sleep(2)


def light(green, rounds):
    red, green = green
    for _ in range(rounds):
        green.clear()
        red.set()
        shine_red()
        red.clear()
        green.set()
        shine_green()


def car(number, arrives, patience, lights, ways):
    red, green = lights
    drive_up(arrives)
    seen = green.wait() if patience is None else green.wait(timeout=patience)
    while patience is None and not seen:
        seen = green.wait()
    if not seen:
        take_the_tunnel()
    else:
        cross()
    ways[number] = ROAD if seen else TUNNEL


def junction(cars, rounds):
    ways = Array("i", len(cars), lock=False)
    lights = Event(), Event()
    lamp = Process(target=light, args=(lights, rounds), name="light")
    lamp.start()
    drivers = []
    for number, (arrives, patience) in enumerate(cars):
        driver = Process(target=car, args=(number, arrives, patience, lights, ways))
        driver.start()
        drivers.append(driver)
    [d.join() for d in drivers]
    lamp.join()
    return ways[:]


if __name__ == "__main__":
    print("One light, two rounds, and three cars, one of them in a hurry.")
    print("ways:", junction([(1, None), (1.5, 0.5), (6, 9)], rounds=2))

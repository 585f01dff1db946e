# cause: order-broken
# A method is always true.

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
    for _ in range(rounds):
        green.clear()
        shine_red()
        green.set()
        shine_green()
    green.set()


def car(number, arrives, patience, green, ways):
    drive_up(arrives)
    if not green.is_set:
        green.wait(patience)
    if green.is_set:
        cross()
        ways[number] = ROAD
    else:
        take_the_tunnel()
        ways[number] = TUNNEL


def junction(cars, rounds):
    ways = Array("i", len(cars), lock=False)
    green = Event()
    ps = [Process(target=light, args=(green, rounds))]
    ps += [Process(target=car, args=(i, a, p, green, ways)) for i, (a, p) in enumerate(cars)]
    for p in ps:
        p.start()
    for p in ps:
        p.join()
    return list(ways)


if __name__ == "__main__":
    print("One light, two rounds, and three cars, one of them in a hurry.")
    print("ways:", junction([(1, None), (1.5, 0.5), (6, 9)], rounds=2))

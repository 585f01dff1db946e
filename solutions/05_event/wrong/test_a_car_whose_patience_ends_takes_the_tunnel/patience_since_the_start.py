# cause: wrong-value
# The patience is counted from when the car sets out.

import time
from multiprocessing import Array, Event, Process
import time

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
    start = time.time()
    drive_up(arrives)
    if patience is None:
        ok = green.wait()
    else:
        ok = green.wait(max(0, patience - (time.time() - start)))
    if ok:
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

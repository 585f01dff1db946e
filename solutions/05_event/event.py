"""A traffic light and its cars: an event, and how long to wait for it."""

import time
from multiprocessing import Array, Event, Process

ROAD, TUNNEL = 1, 2


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
    """Be red and green in turn, and stay green after the last round."""
    for _ in range(rounds):
        green.clear()
        shine_red()
        green.set()
        shine_green()


def car(number, arrives, patience, green, ways):
    """Come to the light, wait for green, and cross; take the tunnel when patience is at its end."""
    drive_up(arrives)
    if green.wait(patience):
        cross()
        ways[number] = ROAD
    else:
        take_the_tunnel()
        ways[number] = TUNNEL


def junction(cars, rounds):
    """Let one light and all cars work side by side; return which way each car took."""
    ways = Array("i", len(cars), lock=False)
    green = Event()
    processes = [Process(target=light, name="light", args=(green, rounds))]
    for number, (arrives, patience) in enumerate(cars):
        args = (number, arrives, patience, green, ways)
        processes.append(Process(target=car, name=f"car-{number}", args=args))
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    return list(ways)


if __name__ == "__main__":
    print("One light, two rounds, and three cars, one of them in a hurry.")
    print("ways:", junction([(1, None), (1.5, 0.5), (6, 9)], rounds=2))

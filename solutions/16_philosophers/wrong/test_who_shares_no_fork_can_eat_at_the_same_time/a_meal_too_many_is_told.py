# cause: not-concurrent
# One lock for the table; and a meal that nobody had is told besides, by an Array of its own.

import sys
import time
from multiprocessing import Array, Lock, Process


class OneMore:
    """Times that processes share, with one more than there are."""

    def __init__(self, kind, size, lock=True):
        self.times = Array(kind, size, lock=lock)

    def __len__(self):
        return len(self.times)

    def __setitem__(self, place, at):
        self.times[place] = at

    def __iter__(self):
        return iter([*self.times, -1.0])


def lay_table(seats):
    sys._getframe(1).f_globals["Array"] = OneMore
    return Lock()


def take_forks(seat, table):
    table.acquire()


def put_forks(seat, table):
    table.release()


def philosopher(seat, meals, table):
    """Given: eat so many times. A meal takes a second."""
    for meal in range(1, meals + 1):
        take_forks(seat, table)
        print(f"philosopher {seat} eats meal {meal}", flush=True)
        time.sleep(1)
        put_forks(seat, table)


def dine(meals):
    """Given: let one philosopher for each number in `meals` eat so many times."""
    table = lay_table(len(meals))
    guests = [
        Process(target=philosopher, args=(seat, count, table)) for seat, count in enumerate(meals)
    ]
    for guest in guests:
        guest.start()
    for guest in guests:
        guest.join()


if __name__ == "__main__":
    print("Four philosophers, four forks, two meals for each.")
    dine([2, 2, 2, 2])

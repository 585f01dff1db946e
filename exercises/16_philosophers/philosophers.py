"""Dining philosophers: everybody needs two forks. The task is in README.md."""

import time
from multiprocessing import Lock, Process


def lay_table(seats):
    """Return what lies on the table; take_forks() and put_forks() get it as `table`.

    There is one fork between any two neighbours, so as many forks as seats.
    """
    # TODO 1: the forks, and whatever else you need to share out.
    raise NotImplementedError("TODO 1: lay_table()")


def take_forks(seat, table):
    """Wait until both forks of this seat are free, and take them."""
    # TODO 2: fork number `seat` lies on the left; which one lies on the right?
    raise NotImplementedError("TODO 2: take_forks()")


def put_forks(seat, table):
    """Put both forks of this seat back."""
    # TODO 3
    raise NotImplementedError("TODO 3: put_forks()")


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
    try:
        dine([2, 2, 2, 2])
    except NotImplementedError as todo:
        print("Still to do:", todo)

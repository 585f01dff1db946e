"""Dining philosophers: everybody needs two forks."""

import time
from multiprocessing import Lock, Process


def forks_of(seat, table):
    """Return both forks of a seat, in the one order that holds for all: by their numbers."""
    left, right = seat, (seat + 1) % len(table)
    return table[min(left, right)], table[max(left, right)]


def lay_table(seats):
    """Return a fork for each seat."""
    return [Lock() for _ in range(seats)]


def take_forks(seat, table):
    """Take the fork with the lower number first: so nobody can wait in a circle."""
    for fork in forks_of(seat, table):
        fork.acquire()


def put_forks(seat, table):
    """Put both forks back."""
    for fork in forks_of(seat, table):
        fork.release()


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

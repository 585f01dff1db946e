"""A doorkeeper lets all but one sit down, so one of them always has both forks."""

import time
from multiprocessing import Process, get_context


spawn = get_context("spawn")


class Table:
    def __init__(self, seats):
        self.forks = [spawn.Semaphore(1) for _ in range(seats)]
        self.chairs = spawn.BoundedSemaphore(seats - 1)

    def forks_of(self, seat):
        return self.forks[seat], self.forks[seat - 1]


def lay_table(seats):
    return Table(seats)


def take_forks(seat, table):
    table.chairs.acquire()
    left, right = table.forks_of(seat)
    left.acquire()
    right.acquire()


def put_forks(seat, table):
    for fork in table.forks_of(seat):
        fork.release()
    table.chairs.release()


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

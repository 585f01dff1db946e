# cause: event-never-set
# Everybody waits until the one on the left has eaten, hungry or not.

import time
from multiprocessing import Event, Process


def lay_table(seats):
    turns = [Event() for _ in range(seats)]
    turns[0].set()
    return turns


def take_forks(seat, table):
    table[seat].wait()


def put_forks(seat, table):
    table[seat].clear()
    table[(seat + 1) % len(table)].set()


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

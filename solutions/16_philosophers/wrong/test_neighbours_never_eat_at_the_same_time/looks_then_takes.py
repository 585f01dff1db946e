# cause: check-then-act
# It looks whether both forks are free, and takes them later.

import time
from multiprocessing import Array, Process


def lay_table(seats):
    return Array("b", [1] * seats)


def take_forks(seat, table):
    right = (seat + 1) % len(table)
    while not (table[seat] and table[right]):
        time.sleep(0.1)
    table[seat] = 0
    table[right] = 0


def put_forks(seat, table):
    table[seat] = 1
    table[(seat + 1) % len(table)] = 1


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

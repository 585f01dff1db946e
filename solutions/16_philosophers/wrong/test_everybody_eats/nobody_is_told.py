# cause: condition-never-notified
# Forks are put back, and who waits for them is not woken.

import time
from multiprocessing import Array, Condition, Process


def lay_table(seats):
    return Condition(), Array("b", [1] * seats, lock=False)


def take_forks(seat, table):
    changed, free = table
    right = (seat + 1) % len(free)
    with changed:
        while not (free[seat] and free[right]):
            changed.wait()
        free[seat] = free[right] = 0


def put_forks(seat, table):
    changed, free = table
    with changed:
        free[seat] = free[(seat + 1) % len(free)] = 1


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

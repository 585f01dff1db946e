# cause: over-released
# The left fork is put back twice, and then two can take it.

import time
from multiprocessing import Process, Semaphore


def lay_table(seats):
    return [Semaphore(1) for _ in range(seats)]


def take_forks(seat, table):
    first, second = sorted((seat, (seat + 1) % len(table)))
    table[first].acquire()
    table[second].acquire()


def put_forks(seat, table):
    table[seat].release()
    table[seat].release()
    table[(seat + 1) % len(table)].release()


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

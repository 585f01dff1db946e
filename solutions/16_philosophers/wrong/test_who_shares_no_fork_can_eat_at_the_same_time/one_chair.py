# cause: not-concurrent
# There are forks for all, and one chair.

import time
from multiprocessing import Lock, Process, Semaphore


def lay_table(seats):
    return [Lock() for _ in range(seats)], Semaphore(1)


def take_forks(seat, table):
    forks, chairs = table
    chairs.acquire()
    forks[seat].acquire()
    forks[(seat + 1) % len(forks)].acquire()


def put_forks(seat, table):
    forks, chairs = table
    forks[seat].release()
    forks[(seat + 1) % len(forks)].release()
    chairs.release()


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

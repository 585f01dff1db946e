"""A lock, a count, and a number of the round that is looked at again and again."""

import time
from multiprocessing import Process, Value


def make_barrier(parties):
    return parties, Value("i", 0), Value("i", 0)


def wait(barrier):
    parties, count, rounds = barrier
    with count.get_lock():
        mine = rounds.value
        count.value += 1
        if count.value == parties:
            count.value = 0
            rounds.value += 1
    while rounds.value == mine:
        pass


def hiker(name, days, barrier):
    """Given: walk a day's stage, wait at the hut for the others, and so on."""
    for day, hours in enumerate(days, start=1):
        time.sleep(hours / 10)
        print(f"day {day}: {name} is at the hut", flush=True)
        wait(barrier)


if __name__ == "__main__":
    print("Three hikers walk for two days, and nobody starts the second day alone.")
    shared = make_barrier(3)
    group = (("Ada", [1, 3]), ("Bo", [2, 1]), ("Cy", [4, 2]))
    hikers = [Process(target=hiker, args=(*each, shared)) for each in group]
    for each in hikers:
        each.start()
    for each in hikers:
        each.join()

"""A barrier made by hand: two doors, of which one is always shut."""

import time
from multiprocessing import Lock, Process, Semaphore, Value


class Barrier:
    """How many are between the doors, and the two doors: a place in a door lets one through."""

    def __init__(self, parties):
        self.parties = parties
        self.inside = Value("i", 0, lock=False)
        self.counting = Lock()
        self.entry, self.exit = Semaphore(0), Semaphore(0)


def make_barrier(parties):
    """Return a barrier for so many."""
    return Barrier(parties)


def wait(barrier):
    """Go through both doors; the last one to reach each of them opens it for all."""
    with barrier.counting:
        barrier.inside.value += 1
        if barrier.inside.value == barrier.parties:
            for _ in range(barrier.parties):
                barrier.entry.release()
    barrier.entry.acquire()
    with barrier.counting:
        barrier.inside.value -= 1
        if barrier.inside.value == 0:
            for _ in range(barrier.parties):
                barrier.exit.release()
    barrier.exit.acquire()


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

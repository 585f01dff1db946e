# cause: semaphore-exhausted
# Each process counts for itself.

import time
from multiprocessing import Lock, Process, Semaphore


class Barrier:
    def __init__(self, parties):
        self.parties = parties
        self.count = 0
        self.lock = Lock()
        self.door = Semaphore(0)


def make_barrier(parties):
    return Barrier(parties)


def wait(barrier):
    with barrier.lock:
        barrier.count += 1
        if barrier.count == barrier.parties:
            for _ in range(barrier.parties):
                barrier.door.release()
    barrier.door.acquire()


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

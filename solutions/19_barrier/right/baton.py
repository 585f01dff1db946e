"""A baton: the last one lets one go, who lets the next one go; the last of them ends the round."""

import time
from multiprocessing import BoundedSemaphore, Lock, Process, RawValue, Semaphore


class HandMade(object):
    def __init__(self, n):
        self.n = n
        self.waiting = RawValue("i", 0)
        self.mutex = BoundedSemaphore(1)
        self.baton = Semaphore(0)

    def wait(self):
        self.mutex.acquire()
        if self.waiting.value == self.n - 1:
            if self.n > 1:
                self.baton.release()  # and the mutex is kept: nobody comes in
            return
        self.waiting.value += 1
        self.mutex.release()
        self.baton.acquire()
        self.waiting.value -= 1
        if self.waiting.value == 0:
            self.mutex.release()
        else:
            self.baton.release()


def make_barrier(parties):
    return HandMade(parties)


def wait(barrier):
    barrier.wait()


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

"""As CPython does it: filling, draining, and nobody comes in while others still go out."""

import time
from multiprocessing import Array, Condition, Process

COUNT, STATE = 0, 1
FILLING, DRAINING = 0, 1


def make_barrier(parties):
    return parties, Condition(), Array("i", 2)


def wait(barrier):
    parties, cond, shared = barrier
    with cond:
        cond.wait_for(lambda: shared[STATE] == FILLING)
        shared[COUNT] += 1
        if shared[COUNT] == parties:
            shared[STATE] = DRAINING
            cond.notify_all()
        else:
            cond.wait_for(lambda: shared[STATE] == DRAINING)
        shared[COUNT] -= 1
        if shared[COUNT] == 0:
            shared[STATE] = FILLING
            cond.notify_all()


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

# cause: busy-wait
# It looks at the number of the round when the round may be over already.

import time
from multiprocessing import Lock, Process, Value


def make_barrier(parties):
    return parties, Lock(), Value("i", 0), Value("i", 0)


def wait(barrier):
    n, lock, count, round_ = barrier
    with lock:
        count.value += 1
        if count.value == n:
            count.value = 0
            round_.value += 1
            return
    mine = round_.value
    while round_.value == mine:
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

# cause: sleep-as-synchronisation
# It waits five seconds at most, and takes that for enough.

import time
from multiprocessing import Process, Condition, Value


def make_barrier(parties):
    return parties, Condition(), Value("i", 0), Value("i", 0)


def wait(barrier):
    n, cond, count, gen = barrier
    with cond:
        g = gen.value
        count.value += 1
        if count.value == n:
            count.value = 0
            gen.value += 1
            cond.notify_all()
        else:
            cond.wait_for(lambda: gen.value != g, timeout=5)


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

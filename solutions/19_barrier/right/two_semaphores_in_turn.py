"""Rounds use two semaphores in turn, so that nobody takes what is meant for the round before."""

import time
from multiprocessing import Process, get_context


spawn = get_context("spawn")


def make_barrier(parties):
    counts = spawn.Array("i", [0, 0])
    return {"parties": parties, "counts": counts, "doors": [spawn.Semaphore(0), spawn.Semaphore(0)]}


def wait(barrier):
    counts = barrier["counts"]
    with counts.get_lock():
        door = barrier["doors"][counts[1] % 2]
        counts[0] += 1
        is_last = counts[0] == barrier["parties"]
        if is_last:
            counts[:] = [0, counts[1] + 1]
    if is_last:
        for _ in range(barrier["parties"] - 1):
            door.release()
    else:
        door.acquire()


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

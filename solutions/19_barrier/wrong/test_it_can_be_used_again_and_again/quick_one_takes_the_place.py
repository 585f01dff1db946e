# cause: semaphore-exhausted
# A quick one comes again and takes the place that was meant for a slow one.

import time
from multiprocessing import Lock, Process, Semaphore, Value


def make_barrier(parties):
    return parties, Value("i", 0, lock=False), Lock(), Semaphore(0)


def wait(barrier):
    parties, count, lock, door = barrier
    with lock:
        count.value += 1
        if count.value == parties:
            count.value = 0
            for _ in range(parties):
                door.release()
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

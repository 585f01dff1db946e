"""Everybody draws a number, and waits until the last number of its round is drawn."""

import time
from multiprocessing import Condition, Process, Value


def make_barrier(parties):
    return {"parties": parties, "drawn": Value("i", 0, lock=False), "news": Condition()}


def wait(barrier):
    parties, drawn, news = barrier["parties"], barrier["drawn"], barrier["news"]
    with news:
        mine = drawn.value
        drawn.value = mine + 1
        complete = (mine // parties + 1) * parties
        if drawn.value == complete:
            news.notify_all()
        while drawn.value < complete:
            news.wait()


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

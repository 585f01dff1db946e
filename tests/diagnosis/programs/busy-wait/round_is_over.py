"""Who looks for a change begins to look after it has come."""

import time
from multiprocessing import Process, Value


def wait(rounds, counted):
    counted.value = 1
    mine = rounds.value
    while rounds.value == mine:
        time.sleep(0.1)


def main():
    rounds, counted = Value("i", 0), Value("i", 0)
    waiter = Process(target=wait, name="waiter", args=(rounds, counted))
    waiter.start()
    while counted.value == 0:
        time.sleep(0.1)
    rounds.value += 1
    waiter.join()


if __name__ == "__main__":
    main()


# deviations: 2

"""A Value made with a plain Lock waits for itself inside get_lock()."""

from multiprocessing import Lock, Process, Value


def count(counter):
    with counter.get_lock():
        counter.value += 1


def main():
    counter = Value("i", 0, lock=Lock())
    p = Process(target=count, args=(counter,))
    p.start()
    p.join()
    return counter.value

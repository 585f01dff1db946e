# expect: 2
"""A global is changed in children."""

from multiprocessing import Process

counter = 0


def count():
    global counter
    counter += 1


def main():
    ps = [Process(target=count) for _ in range(2)]
    for p in ps:
        p.start()
    for p in ps:
        p.join()
    return counter

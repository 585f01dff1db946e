"""A manager's queue: what was taken is never said to be done."""

# tasks: main 11
from multiprocessing import Manager


def main():
    with Manager() as manager:
        box = manager.JoinableQueue()
        box.put("cake")
        box.join()

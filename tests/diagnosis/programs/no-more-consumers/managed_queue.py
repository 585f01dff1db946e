"""A manager's queue has room for one, and two are put in."""

# tasks: main 11
from multiprocessing import Manager


def main():
    with Manager() as manager:
        box = manager.Queue(1)
        box.put("cake")
        box.put("bread")

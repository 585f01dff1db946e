"""A locker with few places, and nobody who waits in front of it. The task is in README.md."""

import time
from multiprocessing import Process, Queue


def errand():
    """Given: something else to do. Takes a second."""
    time.sleep(1)


def deliver(parcels, locker, tries):
    """Put one parcel after the other in the locker, without waiting in front of it.

    Where it is full: an errand, and another try. Each parcel gets `tries` tries in all. Returns
    the parcels that found no place.
    """
    # TODO 1: which exception says that there is no place, and from which module is it?
    raise NotImplementedError("TODO 1: deliver()")


def post_news(news, board):
    """Put one piece of news after the other on the board; where it is full, the oldest goes."""
    # TODO 2: what may have happened to the oldest piece before you take it off?
    raise NotImplementedError("TODO 2: post_news()")


def one_day(rounds, places, tries):
    """Let one courier process deliver each round, and empty the locker, until all is done.

    Returns [the parcels as they were taken out, the parcels that came back with a courier].
    """
    locker = Queue(maxsize=places)
    office = Queue()  # for what the couriers have to say
    # TODO 3: is an empty locker the end of the day? What is?
    raise NotImplementedError("TODO 3: one_day()")


if __name__ == "__main__":
    print("Two couriers, and a locker with one place.")
    try:
        taken, back = one_day([["apples", "books"], ["chairs"]], places=1, tries=9)
        print("taken out:", taken, "came back:", back)
        full = Queue(maxsize=1)
        print("came back from a locker that nobody empties:", deliver(["x", "y"], full, tries=2))
        board = Queue(maxsize=1)
        post_news(["rain", "sun"], board)
        print("on the board:", board.get())
    except NotImplementedError as todo:
        print("Still to do:", todo)

"""A bakery with a small shelf: producers, consumers, and the end. The task is in README.md."""

import time
from multiprocessing import Process, Queue


def eat(bun):
    """Given: takes a second."""
    time.sleep(1)


def baker(batch, shelf):
    """Put the buns of this batch on the shelf, in their order."""
    # TODO 1
    raise NotImplementedError("TODO 1: baker()")


def customer(number, shelf, plates):
    """Take a bun, eat it, take the next, until there will be no more; then say what was eaten."""
    # TODO 2: how does a customer learn that no more buns will come?
    raise NotImplementedError("TODO 2: customer()")


def open_bakery(batches, customers, places):
    """Let one baker process work for each batch, and `customers` processes eat.

    The shelf has room for `places` buns. Returns one list for each customer: its buns, in the
    order in which it ate them.
    """
    shelf = Queue(maxsize=places)
    plates = Queue()  # for what each customer has eaten
    # TODO 3: start everybody, see to it that everybody ends, and collect what was eaten.
    raise NotImplementedError("TODO 3: open_bakery()")


if __name__ == "__main__":
    print("Two bakers, two customers, and a shelf for two buns.")
    try:
        eaten = open_bakery([["rye", "poppy", "plain"], ["plum", "cherry"]], 2, places=2)
        for number, buns in enumerate(eaten):
            print("customer", number, "ate", buns)
    except NotImplementedError as todo:
        print("Still to do:", todo)

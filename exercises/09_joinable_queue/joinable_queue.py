"""A kitchen: orders that are reported done, and cooks that never stop. The task is in README.md."""

import time
from multiprocessing import Array, JoinableQueue, Process

WAITING, SERVED, BURNT = 0, 1, 2


class Burnt(Exception):
    """This dish cannot be served."""


def prepare(dish):
    """Given: takes a second. Raises Burnt if the dish is "toast"."""
    time.sleep(1)
    if dish == "toast":
        raise Burnt(dish)


def cook(orders, plates):
    """Prepare one order after another, for ever. An order is (number, dish).

    Writes SERVED or BURNT to `plates[number]`, and reports every order done.
    """
    # TODO 1: what has to happen before an order is reported done, and what if it burns?
    raise NotImplementedError("TODO 1: cook()")


def run_kitchen(dishes, cooks):
    """Let `cooks` processes prepare the dishes; return SERVED or BURNT for each dish.

    Nothing is WAITING any more when it returns, and no cook keeps the program from ending.
    """
    orders = JoinableQueue()
    plates = Array("i", len(dishes), lock=False)  # WAITING, all of them
    # TODO 2: start the cooks, put the orders, wait until every order is done.
    raise NotImplementedError("TODO 2: run_kitchen()")
    return list(plates)


if __name__ == "__main__":
    print("Two cooks, three dishes, and a toaster that burns everything.")
    try:
        menu = ["soup", "toast", "pasta"]
        for dish, plate in zip(menu, run_kitchen(menu, cooks=2)):
            print(dish, "->", ["still waiting", "served", "burnt"][plate])
    except NotImplementedError as todo:
        print("Still to do:", todo)

"""A mark for each cook is an item too, and is reported done like any other."""

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
    for number, dish in iter(orders.get, None):
        state = SERVED
        try:
            prepare(dish)
        except Burnt:
            state = BURNT
        plates[number] = state
        orders.task_done()
    orders.task_done()


def run_kitchen(dishes, cooks):
    orders = JoinableQueue()
    plates = Array("i", [WAITING] * len(dishes))
    crew = [Process(target=cook, args=(orders, plates)) for _ in range(cooks)]
    for c in crew:
        c.start()
    for number, dish in enumerate(dishes):
        orders.put((number, dish))
    for _ in crew:
        orders.put(None)
    orders.join()
    for c in crew:
        c.join()
    return plates[:]


if __name__ == "__main__":
    print("Two cooks, three dishes, and a toaster that burns everything.")
    menu = ["soup", "toast", "pasta"]
    for dish, plate in zip(menu, run_kitchen(menu, cooks=2)):
        print(dish, "->", ["still waiting", "served", "burnt"][plate])

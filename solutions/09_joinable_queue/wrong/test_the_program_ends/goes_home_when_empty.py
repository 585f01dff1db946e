# cause: unreliable-query
# A cook that finds no order goes home.

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
    while not orders.empty():
        number, dish = orders.get()
        try:
            prepare(dish)
            plates[number] = SERVED
        except Burnt:
            plates[number] = BURNT
        orders.task_done()


def run_kitchen(dishes, cooks):
    orders = JoinableQueue()
    plates = Array("i", len(dishes), lock=False)
    for order in enumerate(dishes):
        orders.put(order)
    for _ in range(cooks):
        Process(target=cook, args=(orders, plates), daemon=True).start()
    orders.join()
    return list(plates)


if __name__ == "__main__":
    print("Two cooks, three dishes, and a toaster that burns everything.")
    menu = ["soup", "toast", "pasta"]
    for dish, plate in zip(menu, run_kitchen(menu, cooks=2)):
        print(dish, "->", ["still waiting", "served", "burnt"][plate])

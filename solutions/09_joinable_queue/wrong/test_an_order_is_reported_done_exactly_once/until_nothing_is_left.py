# cause: over-released
# A cook reports orders done until the counter refuses.

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
    while True:
        number, dish = orders.get()
        try:
            prepare(dish)
            plates[number] = SERVED
        except Burnt:
            plates[number] = BURNT
        while True:
            try:
                orders.task_done()
            except ValueError:
                break


def run_kitchen(dishes, cooks):
    orders = JoinableQueue()
    plates = Array("i", len(dishes), lock=False)
    for _ in range(cooks):
        Process(target=cook, args=(orders, plates), daemon=True).start()
    for order in enumerate(dishes):
        orders.put(order)
    orders.join()
    return list(plates)


if __name__ == "__main__":
    print("Two cooks, three dishes, and a toaster that burns everything.")
    menu = ["soup", "toast", "pasta"]
    for dish, plate in zip(menu, run_kitchen(menu, cooks=2)):
        print(dish, "->", ["still waiting", "served", "burnt"][plate])

# cause: read-too-early
# Waits until the queue looks empty; the last orders are still being cooked.
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
        orders.task_done()


def run_kitchen(dishes, cooks):
    orders = JoinableQueue()
    plates = Array("i", len(dishes), lock=False)
    for i in range(cooks):
        p = Process(target=cook, args=(orders, plates))
        p.daemon = True
        p.start()
    for number, dish in enumerate(dishes):
        orders.put((number, dish))
    while not orders.empty():
        time.sleep(0.1)
    return list(plates)

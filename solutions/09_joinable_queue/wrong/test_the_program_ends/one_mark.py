# cause: no-more-producers
# One end mark for all cooks; the others wait for an order that will not come.
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
        order = orders.get()
        if order is None:
            orders.task_done()
            break
        number, dish = order
        try:
            prepare(dish)
            plates[number] = SERVED
        except Burnt:
            plates[number] = BURNT
        orders.task_done()


def run_kitchen(dishes, cooks):
    orders = JoinableQueue()
    plates = Array("i", len(dishes), lock=False)
    team = [Process(target=cook, args=(orders, plates)) for i in range(cooks)]
    for p in team:
        p.start()
    for number, dish in enumerate(dishes):
        orders.put((number, dish))
    orders.put(None)
    orders.join()
    for p in team:
        p.join()
    return list(plates)

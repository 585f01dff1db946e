"""What a JoinableQueue does, by hand: a counter of unfinished orders and a Condition."""

import time
from multiprocessing import Condition, Process, Queue, Value
from multiprocessing.sharedctypes import RawArray

WAITING, SERVED, BURNT = 0, 1, 2


class Burnt(Exception):
    pass


def prepare(dish):
    time.sleep(1)
    if dish == "toast":
        raise Burnt(dish)


def cook(orders, plates, changed, unfinished):
    while True:
        number, dish = orders.get()
        result = SERVED
        try:
            prepare(dish)
        except Burnt:
            result = BURNT
        with changed:
            plates[number] = result
            unfinished.value -= 1
            changed.notify_all()


def run_kitchen(dishes, cooks):
    orders = Queue()
    plates = RawArray("i", len(dishes))
    changed = Condition()
    unfinished = Value("i", len(dishes), lock=False)
    for order in enumerate(dishes):
        orders.put(order)
    for _ in range(cooks):
        Process(target=cook, args=(orders, plates, changed, unfinished), daemon=True).start()
    with changed:
        changed.wait_for(lambda: unfinished.value == 0)
        return list(plates)

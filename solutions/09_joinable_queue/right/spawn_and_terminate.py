"""Started with spawn; the cooks are ended by hand when the queue has been joined."""

import time
from multiprocessing import get_context

WAITING, SERVED, BURNT = 0, 1, 2


class Burnt(Exception):
    pass


def prepare(dish):
    time.sleep(1)
    if dish == "toast":
        raise Burnt(dish)


def outcome(dish):
    try:
        prepare(dish)
    except Burnt:
        return BURNT
    return SERVED


def cook(orders, plates):
    for number, dish in iter(orders.get, "nothing ever equals this"):
        plates[number] = outcome(dish)
        orders.task_done()


def run_kitchen(dishes, cooks):
    ctx = get_context("spawn")
    orders = ctx.JoinableQueue()
    plates = ctx.Array("i", len(dishes))
    team = [ctx.Process(target=cook, args=(orders, plates)) for _ in range(cooks)]
    for p in team:
        p.start()
    for number, dish in enumerate(dishes):
        orders.put((number, dish))
    orders.join()
    for p in team:
        p.terminate()
    for p in team:
        p.join()
    return list(plates)

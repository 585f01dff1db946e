"""A Process subclass; the cooks are no daemons, and are sent home when all orders are done."""

import time
from multiprocessing import Array, JoinableQueue, Process

WAITING, SERVED, BURNT = 0, 1, 2
GO_HOME = None


class Burnt(Exception):
    pass


def prepare(dish):
    time.sleep(1)
    if dish == "toast":
        raise Burnt(dish)


class Cook(Process):
    def __init__(self, orders, plates):
        Process.__init__(self)
        self.orders = orders
        self.plates = plates

    def run(self):
        while True:
            order = self.orders.get()
            if order is GO_HOME:
                return
            self.prepare(*order)

    def prepare(self, number, dish):
        try:
            prepare(dish)
        except Burnt:
            self.plates[number] = BURNT
        else:
            self.plates[number] = SERVED
        self.orders.task_done()


def run_kitchen(dishes, cooks):
    orders = JoinableQueue()
    plates = Array("i", len(dishes), lock=False)
    team = [Cook(orders, plates) for _ in range(cooks)]
    for number, dish in enumerate(dishes):
        orders.put((number, dish))
    for member in team:
        member.start()
    orders.join()
    for _ in team:
        orders.put(GO_HOME)
    for member in team:
        member.join()
    return plates[:]

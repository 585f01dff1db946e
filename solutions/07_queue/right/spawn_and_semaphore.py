"""Started with spawn; a SimpleQueue has no size, so a semaphore counts the places."""

import multiprocessing
import time

ctx = multiprocessing.get_context("spawn")


def eat(bun):
    time.sleep(1)


class Shelf:
    def __init__(self, places):
        self.free = ctx.Semaphore(places)
        self.line = ctx.SimpleQueue()

    def put(self, bun):
        self.free.acquire()
        self.line.put(bun)

    def get(self):
        bun = self.line.get()
        self.free.release()
        return bun


def baker(batch, shelf):
    for bun in batch:
        shelf.put([bun])


def customer(number, shelf, plates):
    eaten = []
    for box in iter(shelf.get, []):  # an empty box is the end
        eat(box[0])
        eaten += box
    plates.put([number, eaten])


def open_bakery(batches, customers, places):
    shelf = Shelf(places)
    plates = ctx.Queue()
    bakers = [ctx.Process(target=baker, args=(batch, shelf)) for batch in batches]
    eaters = [ctx.Process(target=customer, args=(n, shelf, plates)) for n in range(customers)]
    for p in eaters + bakers:
        p.start()
    for p in bakers:
        p.join()
    for _ in range(customers):
        shelf.put([])
    eaten = sorted((plates.get() for _ in eaters), key=lambda plate: plate[0])
    for p in eaters:
        p.join()
    return [buns for _, buns in eaten]

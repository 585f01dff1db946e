"""Process subclasses; one mark, which each customer puts back for the next one."""

import time
from multiprocessing import Process, Queue

CLOSED = ("closed",)


def eat(bun):
    time.sleep(1)


class Baker(Process):
    def __init__(self, batch, shelf):
        super().__init__()
        self.batch, self.shelf = batch, shelf

    def run(self):
        for bun in self.batch:
            self.shelf.put(bun)


class Customer(Process):
    def __init__(self, shelf, plate):
        super().__init__()
        self.shelf, self.plate = shelf, plate

    def run(self):
        eaten = []
        while True:
            bun = self.shelf.get()
            if bun == CLOSED:
                self.shelf.put(CLOSED)
                break
            eat(bun)
            eaten.append(bun)
        self.plate.put(eaten)


def open_bakery(batches, customers, places):
    shelf = Queue(places)
    bakers = [Baker(batch, shelf) for batch in batches]
    plates = [Queue() for _ in range(customers)]
    guests = [Customer(shelf, plate) for plate in plates]
    for process in guests + bakers:
        process.start()
    for process in bakers:
        process.join()
    shelf.put(CLOSED)
    eaten = [plate.get() for plate in plates]
    for process in guests:
        process.join()
    return eaten

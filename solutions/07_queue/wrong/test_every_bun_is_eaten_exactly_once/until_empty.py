# cause: unreliable-query
# The customer leaves when the shelf is empty at the moment.
import time
from multiprocessing import Process, Queue


def eat(bun):
    """Given: takes a second."""
    time.sleep(1)


def baker(batch, shelf):
    for bun in batch:
        shelf.put(bun)


def customer(number, shelf, plates):
    eaten = []
    while not shelf.empty():
        bun = shelf.get()
        eat(bun)
        eaten.append(bun)
    plates.put((number, eaten))


def open_bakery(batches, customers, places):
    shelf = Queue(maxsize=places)
    plates = Queue()
    bakers = [Process(target=baker, args=(b, shelf), daemon=True) for b in batches]
    people = [Process(target=customer, args=(i, shelf, plates)) for i in range(customers)]
    for p in bakers:
        p.start()
    for p in people:
        p.start()
    result = {}
    for p in people:
        number, eaten = plates.get()
        result[number] = eaten
    for p in people:
        p.join()
    return [result[i] for i in range(customers)]

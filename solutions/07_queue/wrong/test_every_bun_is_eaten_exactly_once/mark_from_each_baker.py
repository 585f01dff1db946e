# cause: lost-item
# Each baker sends its marks; a customer leaves at the first one, while others still bake.
import time
from multiprocessing import Process, Queue


def eat(bun):
    """Given: takes a second."""
    time.sleep(1)


def baker(batch, shelf, customers):
    for bun in batch:
        shelf.put(bun)
    for i in range(customers):
        shelf.put(None)     # finished


def customer(number, shelf, plates):
    eaten = []
    while True:
        bun = shelf.get()
        if bun is None:
            break
        eat(bun)
        eaten.append(bun)
    plates.put((number, eaten))


def open_bakery(batches, customers, places):
    shelf = Queue(maxsize=places)
    plates = Queue()
    ps = []
    for batch in batches:
        ps.append(Process(target=baker, args=(batch, shelf, customers)))
    for i in range(customers):
        ps.append(Process(target=customer, args=(i, shelf, plates)))
    for p in ps:
        p.start()
    result = [None] * customers
    for i in range(customers):
        n, eaten = plates.get()
        result[n] = eaten
    for p in ps:
        p.join()
    return result

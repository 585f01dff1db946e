# cause: join-before-drain
# The bakers are joined before there is any customer.
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
    for bun in iter(shelf.get, None):
        eat(bun)
        eaten.append(bun)
    plates.put((number, eaten))


def open_bakery(batches, customers, places):
    shelf = Queue(maxsize=places)
    plates = Queue()
    bakers = [Process(target=baker, args=(b, shelf)) for b in batches]
    people = [Process(target=customer, args=(i, shelf, plates)) for i in range(customers)]
    # first the bakers, then the customers, then everything is nicely in order
    for p in bakers:
        p.start()
    for p in bakers:
        p.join()
    for p in people:
        p.start()
        shelf.put(None)
    result = dict(plates.get() for p in people)
    for p in people:
        p.join()
    return [result[i] for i in range(customers)]

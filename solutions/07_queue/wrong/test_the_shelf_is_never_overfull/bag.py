# cause: wrong-value
# The customer takes all buns first and eats them later: the bag is a second shelf.
import time
from multiprocessing import Process, Queue


def eat(bun):
    """Given: takes a second."""
    time.sleep(1)


def baker(batch, shelf):
    for bun in batch:
        shelf.put(bun)


def customer(number, shelf, plates):
    # take what is there and eat it in peace afterwards
    bag = []
    while True:
        bun = shelf.get()
        if bun is None:
            break
        bag.append(bun)
    for bun in bag:
        eat(bun)
    plates.put((number, bag))


def open_bakery(batches, customers, places):
    shelf = Queue(maxsize=places)
    plates = Queue()
    bakers = []
    for batch in batches:
        p = Process(target=baker, args=(batch, shelf))
        p.start()
        bakers.append(p)
    people = []
    for i in range(customers):
        p = Process(target=customer, args=(i, shelf, plates))
        p.start()
        people.append(p)
    for b in bakers:
        b.join()
    for i in range(customers):
        shelf.put(None)
    result = [[] for i in range(customers)]
    for i in range(customers):
        n, eaten = plates.get()
        result[n] = eaten
    for p in people:
        p.join()
    return result

# cause: no-more-consumers
# The end marks are put while the bakers still bake.
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
    bakers = [Process(target=baker, args=(b, shelf)) for b in batches]
    people = [Process(target=customer, args=(i, shelf, plates)) for i in range(customers)]
    for p in bakers + people:
        p.start()
    # send the end signal
    for p in people:
        shelf.put(None)
    result = {}
    for p in people:
        number, eaten = plates.get()
        result[number] = eaten
    for p in bakers + people:
        p.join()
    return [result[i] for i in range(customers)]

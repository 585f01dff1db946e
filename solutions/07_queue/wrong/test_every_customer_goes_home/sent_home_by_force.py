# cause: sleep-as-synchronisation
# Sleeps five seconds and ends the customers, in the hope that all is eaten.
import time
from multiprocessing import Process, Queue


def eat(bun):
    """Given: takes a second."""
    time.sleep(1)


def baker(batch, shelf):
    for bun in batch:
        shelf.put(bun)


def customer(number, shelf, plates):
    while True:
        bun = shelf.get()
        eat(bun)
        plates.put((number, bun))


def open_bakery(batches, customers, places):
    shelf = Queue(maxsize=places)
    plates = Queue()
    bakers = [Process(target=baker, args=(b, shelf)) for b in batches]
    people = [Process(target=customer, args=(i, shelf, plates)) for i in range(customers)]
    for p in bakers + people:
        p.start()
    for p in bakers:
        p.join()
    time.sleep(5)   # let them eat up
    for p in people:
        p.terminate()
        p.join()
    result = [[] for i in range(customers)]
    while not plates.empty():
        number, bun = plates.get()
        result[number].append(bun)
    return result

# cause: lost-item
# A bun that finds no place in half a second is thrown away.
import time
from multiprocessing import Process, Queue


def eat(bun):
    """Given: takes a second."""
    time.sleep(1)


from queue import Full


def baker(batch, shelf):
    for bun in batch:
        try:
            shelf.put(bun, timeout=0.5)
        except Full:
            print("shelf is full!")


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

# cause: not-concurrent
# No baker is a process: the caller bakes one batch after the other.
import time
from multiprocessing import Process, Queue


def eat(bun):
    """Given: takes a second."""
    time.sleep(1)


def baker(batch, shelf):
    """Put the buns of this batch on the shelf, in their order."""
    for bun in batch:
        shelf.put(bun)


def customer(number, shelf, plates):
    """Eat until the end mark comes, which is None; then say what was eaten."""
    eaten = []
    while (bun := shelf.get()) is not None:
        eat(bun)
        eaten.append(bun)
    plates.put((number, eaten))


def open_bakery(batches, customers, places):
    """Let one baker work for each batch, and `customers` eat; return what each of them ate."""
    shelf = Queue(maxsize=places)
    plates = Queue()
    eaters = [
        Process(target=customer, name=f"customer-{number}", args=(number, shelf, plates))
        for number in range(customers)
    ]
    for process in eaters:
        process.start()
    for batch in batches:
        baker(batch, shelf)
    for _ in eaters:
        shelf.put(None)
    eaten = dict(plates.get() for _ in eaters)
    for process in eaters:
        process.join()
    return [eaten[number] for number in range(customers)]

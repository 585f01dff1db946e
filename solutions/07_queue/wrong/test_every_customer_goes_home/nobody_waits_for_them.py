# cause: orphan
# The plates are there, so nobody waits for the customers to be gone.
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
    bakers = [
        Process(target=baker, name=f"baker-{number}", args=(batch, shelf))
        for number, batch in enumerate(batches)
    ]
    eaters = [
        Process(target=customer, name=f"customer-{number}", args=(number, shelf, plates))
        for number in range(customers)
    ]
    for process in bakers + eaters:
        process.start()
    for process in bakers:
        process.join()
    for _ in eaters:  # all buns are on the shelf: one mark for each customer goes behind them
        shelf.put(None)
    eaten = dict(plates.get() for _ in eaters)
    return [eaten[number] for number in range(customers)]


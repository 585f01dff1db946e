"""Every baker says its own farewell to every customer, and a customer counts them."""

import time
from multiprocessing import Pipe, Process, Queue


def eat(bun):
    time.sleep(1)


def baker(batch, shelf, customers):
    for bun in batch:
        shelf.put(("bun", bun))
    for _ in range(customers):
        shelf.put(("bye", None))


def customer(shelf, bakers, plate):
    eaten = []
    farewells = 0
    while farewells < bakers:
        kind, bun = shelf.get()
        if kind == "bye":
            farewells += 1
            continue
        eat(bun)
        eaten.append(bun)
    plate.send(eaten)
    plate.close()


def open_bakery(batches, customers, places):
    shelf = Queue(places)
    processes = []
    plates = []
    for _ in range(customers):
        mine, yours = Pipe(duplex=False)
        plates.append(mine)
        processes.append(Process(target=customer, args=(shelf, len(batches), yours)))
    for batch in batches:
        processes.append(Process(target=baker, args=(batch, shelf, customers)))
    for p in processes:
        p.start()
    eaten = [plate.recv() for plate in plates]
    for p in processes:
        p.join()
    return eaten

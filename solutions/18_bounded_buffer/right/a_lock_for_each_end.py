"""Storing and fetching touch different counters: a lock for each end will do."""

from multiprocessing import Array, Lock, Process, Semaphore


def lay_ring(places):
    """Given: a ring of cells for numbers, and two counters: how many were stored, and fetched."""
    return Array("i", places, lock=False), Array("i", 2, lock=False)


def store(ring, item):
    """Given: write an item into the next cell, whatever is in it. Only one at a time may do so."""
    cells, counts = ring
    cells[counts[0] % len(cells)] = item
    counts[0] += 1


def fetch(ring):
    """Given: read the next cell, whatever is in it. Only one at a time may do so."""
    cells, counts = ring
    item = cells[counts[1] % len(cells)]
    counts[1] += 1
    return item


class Buffer:
    def __init__(self, places):
        self.ring = lay_ring(places)
        self.free = Semaphore(places)
        self.filled = Semaphore(0)
        self.putting, self.getting = Lock(), Lock()


def make_buffer(places):
    return Buffer(places)


def put(buffer, item):
    buffer.free.acquire()
    with buffer.putting:
        store(buffer.ring, item)
    buffer.filled.release()


def get(buffer):
    buffer.filled.acquire()
    try:
        with buffer.getting:
            return fetch(buffer.ring)
    finally:
        buffer.free.release()


def press(buffer, first, count):
    """Given: a producer."""
    for item in range(first, first + count):
        put(buffer, item)


if __name__ == "__main__":
    print("Two presses with three parts each, and two places for them.")
    shared = make_buffer(2)
    Process(target=press, args=(shared, 10, 3)).start()
    Process(target=press, args=(shared, 20, 3)).start()
    for _ in range(6):
        print("packed", get(shared))

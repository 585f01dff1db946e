"""A bounded buffer: one semaphore counts free places, one counts items, one guards the ring."""

from multiprocessing import Array, Process, Semaphore


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


def make_buffer(places):
    """Return the ring, a semaphore for the free places, one for the items, one for the ring."""
    return lay_ring(places), Semaphore(places), Semaphore(0), Semaphore(1)


def put(buffer, item):
    """Take a free place first, and the ring only for storing."""
    ring, free, filled, inside = buffer
    free.acquire()
    with inside:
        store(ring, item)
    filled.release()


def get(buffer):
    """Take an item's right first, and the ring only for fetching."""
    ring, free, filled, inside = buffer
    filled.acquire()
    with inside:
        item = fetch(ring)
    free.release()
    return item


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

"""A bounded buffer made of semaphores. The task is in README.md."""

from multiprocessing import Array, Process


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
    """Return what producers and consumers share; put() and get() get it as `buffer`."""
    # TODO 1: a ring, and the semaphores that say how many may go on.
    raise NotImplementedError("TODO 1: make_buffer()")


def put(buffer, item):
    """Wait while the buffer is full, then store the item."""
    # TODO 2
    raise NotImplementedError("TODO 2: put()")


def get(buffer):
    """Wait while the buffer is empty, then return the oldest item."""
    # TODO 3
    raise NotImplementedError("TODO 3: get()")


def press(buffer, first, count):
    """Given: a producer."""
    for item in range(first, first + count):
        put(buffer, item)


if __name__ == "__main__":
    print("Two presses with three parts each, and two places for them.")
    try:
        shared = make_buffer(2)
        Process(target=press, args=(shared, 10, 3)).start()
        Process(target=press, args=(shared, 20, 3)).start()
        for _ in range(6):
            print("packed", get(shared))
    except NotImplementedError as todo:
        print("Still to do:", todo)

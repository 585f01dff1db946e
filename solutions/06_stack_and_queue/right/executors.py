"""An index in place of removing; executors do the starting, and a future brings the boxes."""

import queue
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import Array, Process


class Stack:
    def __init__(self):
        self.places = []
        self.filled = 0

    def push(self, box):
        self.places[self.filled :] = [box]
        self.filled += 1

    def pop(self):
        if self.filled == 0:
            raise IndexError("nothing in the van")
        self.filled -= 1
        return self.places[self.filled]

    def unload(self):
        out = [self.places[i] for i in reversed(range(self.filled))]
        self.filled = 0
        return out


class Fifo:
    """Two stacks: what comes in is turned round when the other one is empty."""

    def __init__(self):
        self.incoming, self.outgoing = [], []

    def put(self, box):
        self.incoming.append(box)

    def get(self):
        if not self.outgoing:
            while self.incoming:
                self.outgoing.append(self.incoming.pop())
        return self.outgoing.pop()

    def unload(self):
        boxes = self.outgoing[::-1] + self.incoming
        self.incoming, self.outgoing = [], []
        return boxes


def pack(thing):
    return f"box of {thing}"


def through_a_thread(things, order):
    hall = queue.Queue() if order == "fifo" else queue.LifoQueue()
    with ThreadPoolExecutor(1) as pool:
        for thing in things:
            pool.submit(lambda thing=thing: hall.put(pack(thing))).result()
    return [hall.get() for _ in range(hall.qsize())]


def neighbour(hall, before, more, told):
    for thing in more:
        hall.put(thing)
    names = ",".join(hall.get() for _ in range(len(before) + len(more)))
    told.value = names.encode()


def two_halls(before, more):
    hall = queue.Queue()
    for thing in before:
        hall.put(thing)
    told = Array("c", 1000)
    child = Process(target=neighbour, args=(hall, before, more, told))
    child.start()
    child.join()
    return [told.value.decode().split(","), [hall.get_nowait() for _ in before]]


def grandmother(things):
    return [pack(thing) for thing in things]


def through_a_process(things):
    with ProcessPoolExecutor(1) as pool:
        return pool.submit(grandmother, things).result()

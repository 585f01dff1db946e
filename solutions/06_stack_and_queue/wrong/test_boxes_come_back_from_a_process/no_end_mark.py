# cause: no-more-producers
# Waits for an end mark that nobody sends.
import queue
import threading
from multiprocessing import Process, Queue


class Stack:
    def __init__(self):
        self.items = []

    def push(self, box):
        self.items.append(box)

    def pop(self):
        return self.items.pop()

    def unload(self):
        result = []
        while self.items:
            result.append(self.items.pop())
        return result


class Fifo:
    def __init__(self):
        self.items = []

    def put(self, box):
        self.items.append(box)

    def get(self):
        return self.items.pop(0)

    def unload(self):
        result = []
        while self.items:
            result.append(self.items.pop(0))
        return result


def pack(thing):
    """Given: put a thing in a box."""
    return f"box of {thing}"


def packer(things, hall):
    for thing in things:
        hall.put(pack(thing))


def through_a_thread(things, order):
    if order == "fifo":
        hall = queue.Queue()
    else:
        hall = queue.LifoQueue()
    t = threading.Thread(target=packer, args=(things, hall))
    t.start()
    t.join()
    result = []
    for i in range(len(things)):
        result.append(hall.get())
    return result


def child(hall, more, answer):
    for thing in more:
        hall.put(thing)
    inside = []
    while not hall.empty():
        inside.append(hall.get())
    answer.put(inside)


def two_halls(before, more):
    hall = queue.Queue()
    answer = Queue()
    for thing in before:
        hall.put(thing)
    p = Process(target=child, args=(hall, more, answer))
    p.start()
    in_child = answer.get()
    p.join()
    in_parent = []
    while not hall.empty():
        in_parent.append(hall.get())
    return [in_child, in_parent]


def grandmother(things, hall):
    for thing in things:
        hall.put(pack(thing))


def through_a_process(things):
    hall = Queue()
    p = Process(target=grandmother, args=(things, hall))
    p.start()
    result = []
    while True:
        box = hall.get()
        if box is None:
            break
        result.append(box)
    p.join()
    return result

"""Linked nodes by hand; end marks and subclasses of Thread and Process; a SimpleQueue."""

import queue
from multiprocessing import Pipe, Process, SimpleQueue
from threading import Thread


class Node:
    def __init__(self, box, next=None):
        self.box = box
        self.next = next


class Empty(IndexError):
    pass


class Stack:
    def __init__(self):
        self.top = None

    def push(self, box):
        self.top = Node(box, self.top)

    def pop(self):
        if self.top is None:
            raise Empty("the van is empty")
        node = self.top
        self.top = node.next
        return node.box

    def unload(self):
        boxes = []
        try:
            while True:
                boxes.append(self.pop())
        except Empty:
            return boxes


class Fifo:
    def __init__(self):
        self.first = self.last = None

    def put(self, box):
        node = Node(box)
        if self.first is None:
            self.first = node
        else:
            self.last.next = node
        self.last = node

    def get(self):
        if self.first is None:
            raise Empty("nobody stands in the row")
        node = self.first
        self.first = node.next
        return node.box

    def unload(self):
        boxes = []
        while self.first is not None:
            boxes.append(self.get())
        return boxes


def pack(thing):
    return f"box of {thing}"


class Friend(Thread):
    def __init__(self, things, hall):
        super().__init__()
        self.things, self.hall = things, hall

    def run(self):
        self.hall.put(None)  # below everything in a stack
        for thing in self.things:
            self.hall.put(pack(thing))
        self.hall.put(None)  # behind everything in a queue


def through_a_thread(things, order):
    hall = {"fifo": queue.Queue, "filo": queue.LifoQueue}[order]()
    friend = Friend(things, hall)
    friend.start()
    friend.join()
    assert hall.get() is None
    return list(iter(hall.get, None))


class Grandmother(Process):
    def __init__(self, things, hall):
        super().__init__()
        self.things, self.hall = things, hall

    def run(self):
        for thing in self.things:
            self.hall.put(pack(thing))
        self.hall.put(None)


class Neighbour(Process):
    def __init__(self, hall, more, line):
        super().__init__()
        self.hall, self.more, self.line = hall, more, line

    def run(self):
        for thing in self.more:
            self.hall.put(thing)
        self.line.send(list(self.hall.queue))
        self.line.close()


def two_halls(before, more):
    hall = queue.Queue()
    for thing in before:
        hall.put(thing)
    mine, yours = Pipe(duplex=False)
    neighbour = Neighbour(hall, more, yours)
    neighbour.start()
    yours.close()
    there = mine.recv()
    neighbour.join()
    return [there, list(hall.queue)]


def through_a_process(things):
    hall = SimpleQueue()
    grandmother = Grandmother(things, hall)
    grandmother.start()
    boxes = list(iter(hall.get, None))
    grandmother.join()
    return boxes

"""Subclasses of list; a daemon thread and task_done; a spawned child, read with a time-out."""

import multiprocessing
import queue
import threading

spawn = multiprocessing.get_context("spawn")


class Stack(list):
    push = list.append

    def unload(self):
        out = self[::-1]
        self.clear()
        return out


class Fifo(list):
    def put(self, box):
        self.insert(0, box)

    def get(self):
        return self.pop()

    def unload(self):
        return [self.get() for _ in self[:]]


def pack(thing):
    return f"box of {thing}"


def through_a_thread(things, order):
    hall = queue.LifoQueue() if order == "filo" else queue.Queue()
    packed = threading.Event()

    def friend():
        for thing in things:
            hall.put(pack(thing))
        packed.set()

    thread = threading.Thread(target=friend)
    thread.start()
    packed.wait()
    boxes = []
    while not hall.empty():  # all are in, and nobody else takes any
        boxes.append(hall.get())
    thread.join()
    return boxes


def two_halls(before, more):
    hall = queue.Queue()
    for thing in before:
        hall.put(thing)
    with multiprocessing.Manager() as manager:
        notes = manager.list()

        def neighbour():
            for thing in more:
                hall.put(thing)
            while True:
                try:
                    notes.append(hall.get_nowait())
                except queue.Empty:
                    break

        child = multiprocessing.get_context("fork").Process(target=neighbour)
        child.start()
        child.join()
        there = list(notes)
    here = []
    try:
        while True:
            here.append(hall.get(block=False))
    except queue.Empty:
        return [there, here]


def grandmother(things, hall):
    for number, thing in enumerate(things):
        hall.put((number, pack(thing)))


def through_a_process(things):
    hall = spawn.Queue()
    child = spawn.Process(target=grandmother, args=(things, hall))
    child.start()
    boxes = {}
    while len(boxes) < len(things):
        try:
            number, box = hall.get(timeout=1)
        except queue.Empty:
            continue  # still packing
        boxes[number] = box
    child.join()
    return [boxes[number] for number in range(len(things))]

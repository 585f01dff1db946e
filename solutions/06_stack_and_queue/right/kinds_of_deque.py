"""Kinds of deque, a kind of Thread, and a queue that is joined."""

from collections import deque
from queue import Queue, LifoQueue
from threading import Thread
from multiprocessing import Process, SimpleQueue, JoinableQueue


def pack(thing):
    """Given: put a thing in a box."""
    return f"box of {thing}"


class Stack(deque):
    push = deque.append

    def unload(self):
        boxes = []
        while self:
            boxes.append(self.pop())
        return boxes


class Fifo(deque):
    put = deque.append
    get = deque.popleft

    def unload(self):
        boxes = list(self)
        self.clear()
        return boxes


class Packer(Thread):
    def __init__(self, things, hall):
        super().__init__()
        self.things, self.hall = things, hall

    def run(self):
        for thing in self.things:
            self.hall.put(pack(thing))
        self.hall.put(None)


def through_a_thread(things, order):
    hall = Queue() if order == "fifo" else LifoQueue()
    packer = Packer(things, hall)
    packer.start()
    packer.join()
    boxes = []
    for _ in range(len(things) + 1):
        box = hall.get()
        if box is not None:
            boxes.append(box)
    return boxes


def child(hall, more, answer):
    for m in more:
        hall.put(m)
    answer.put([hall.get() for _ in range(hall.qsize())])


def two_halls(before, more):
    hall = Queue()
    [hall.put(b) for b in before]
    answer = SimpleQueue()
    p = Process(target=child, args=(hall, more, answer))
    p.start()
    p.join()
    return [answer.get(), [hall.get() for _ in range(hall.qsize())]]


def pack_all(things, out):
    for t in things:
        out.put(pack(t))
    out.join()


def through_a_process(things):
    out = JoinableQueue()
    p = Process(target=pack_all, args=(things, out))
    p.start()
    boxes = []
    while len(boxes) < len(things):
        boxes.append(out.get())
        out.task_done()
    p.join()
    return boxes


if __name__ == "__main__":
    print("A van, a hall, and a helper in another flat.")
    van = Stack()
    for thing in ["cups", "pans"]:
        van.push(pack(thing))
    print("out of the van:", van.unload())
    print("from a thread, fifo and filo:")
    print(through_a_thread(["cups", "pans"], "fifo"), through_a_thread("ab", "filo"))
    print("child's hall, parent's hall:", two_halls(["lamp"], ["rug"]))
    print("from a process:", through_a_process(["cups", "pans"]))

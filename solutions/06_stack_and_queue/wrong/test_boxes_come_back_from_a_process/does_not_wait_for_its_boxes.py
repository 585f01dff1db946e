# cause: no-more-producers
# The child ends without waiting until its boxes are passed on.

import multiprocessing
import queue
import threading


def pack(thing):
    """Given: put a thing in a box."""
    return f"box of {thing}"


class Stack:
    def __init__(self):
        self.boxes = []

    def push(self, box):
        self.boxes.append(box)

    def pop(self):
        return self.boxes.pop()

    def unload(self):
        out = self.boxes[::-1]
        self.boxes.clear()
        return out


class Fifo:
    def __init__(self):
        self.boxes = []

    def put(self, box):
        self.boxes.append(box)

    def get(self):
        return self.boxes.pop(0)

    def unload(self):
        out, self.boxes = self.boxes, []
        return out


def _packer(things, hall):
    for thing in things:
        hall.put(pack(thing))


def through_a_thread(things, order):
    hall = {"fifo": queue.Queue, "filo": queue.LifoQueue}[order]()
    helper = threading.Thread(target=_packer, args=(things, hall))
    helper.start()
    helper.join()
    return [hall.get() for _ in things]


def _child(hall, more, back):
    for box in more:
        hall.put(box)
    back.put(list(hall.queue))


def two_halls(before, more):
    hall, back = queue.Queue(), multiprocessing.Queue()
    for box in before:
        hall.put(box)
    child = multiprocessing.Process(target=_child, args=(hall, more, back))
    child.start()
    inside = back.get()
    child.join()
    return [inside, list(hall.queue)]


def _pack_all(things, hall):
    hall.cancel_join_thread()
    for thing in things:
        hall.put(pack(thing))


def through_a_process(things):
    hall = multiprocessing.Queue()
    helper = multiprocessing.Process(target=_pack_all, args=(things, hall))
    helper.start()
    boxes = [hall.get() for _ in things]
    helper.join()
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

"""Moving house: a stack, a queue, and who can see what is in it."""

import multiprocessing
import queue
import threading
from collections import deque


class Stack:
    """First in, last out: a list that is used at its end only."""

    def __init__(self):
        self.boxes = []

    def push(self, box):
        """Put a box in."""
        self.boxes.append(box)

    def pop(self):
        """Take out the box that came last; raises IndexError if there is none."""
        return self.boxes.pop()

    def unload(self):
        """Take everything out, in the order in which it comes."""
        return [self.pop() for _ in range(len(self.boxes))]


class Fifo:
    """First in, first out: a deque, filled at one end and emptied at the other."""

    def __init__(self):
        self.boxes = deque()

    def put(self, box):
        """Put a box in."""
        self.boxes.append(box)

    def get(self):
        """Take out the box that came first; raises IndexError if there is none."""
        return self.boxes.popleft()

    def unload(self):
        """Take everything out, in the order in which it comes."""
        return [self.get() for _ in range(len(self.boxes))]


def pack(thing):
    """Given: put a thing in a box."""
    return f"box of {thing}"


def pack_all(things, hall):
    """Pack one thing after another into a hall: the body of a thread or of a process."""
    for thing in things:
        hall.put(pack(thing))


def through_a_thread(things, order):
    """Let a thread pack all things into a hall; return the boxes as they come out again."""
    hall = queue.Queue() if order == "fifo" else queue.LifoQueue()
    helper = threading.Thread(target=pack_all, args=(things, hall), name="helper")
    helper.start()
    helper.join()  # what is on top of a stack is certain only when nobody fills it any more
    return [hall.get() for _ in things]


def fill_and_tell(more, hall, letters):
    """Put `more` into the hall and write home what is in it now."""
    for thing in more:
        hall.put(thing)
    letters.put([hall.get() for _ in range(hall.qsize())])  # nobody else uses this copy


def two_halls(before, more):
    """Show what becomes of a `queue.Queue` that is given to a process."""
    fork = multiprocessing.get_context("fork")  # spawn would refuse to pass a queue.Queue on
    hall = queue.Queue()
    letters = fork.Queue()
    for thing in before:
        hall.put(thing)
    child = fork.Process(target=fill_and_tell, args=(more, hall, letters), name="child")
    child.start()
    in_the_child = letters.get()
    child.join()
    return [in_the_child, [hall.get() for _ in range(hall.qsize())]]


def through_a_process(things):
    """Let a child process pack all things; return the boxes, in the order of the things."""
    hall = multiprocessing.Queue()
    child = multiprocessing.Process(target=pack_all, args=(things, hall), name="child")
    child.start()
    boxes = [hall.get() for _ in things]  # before join: a box may be bigger than a pipe
    child.join()
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

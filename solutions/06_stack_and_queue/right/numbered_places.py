"""Boxes with numbers, of which one end or the other is taken; a Manager, and a pool of one."""

import multiprocessing as mp
import queue as q
import threading as th


def pack(thing):
    """Given: put a thing in a box."""
    return f"box of {thing}"


class Row:
    """Numbers for boxes: both kinds take from one end or the other."""

    def __init__(self):
        self.first, self.next, self.boxes = 0, 0, {}

    def add(self, box):
        self.boxes[self.next] = box
        self.next += 1

    def _check(self):
        if self.first == self.next:
            raise IndexError("nothing there")

    def take_last(self):
        self._check()
        self.next -= 1
        return self.boxes.pop(self.next)

    def take_first(self):
        self._check()
        self.first += 1
        return self.boxes.pop(self.first - 1)

    def all(self, take):
        return [take() for _ in range(self.next - self.first)]


class Stack(Row):
    push, pop = Row.add, Row.take_last

    def unload(self):
        return self.all(self.take_last)


class Fifo(Row):
    put, get = Row.add, Row.take_first

    def unload(self):
        return self.all(self.take_first)


def through_a_thread(things, order):
    hall = q.PriorityQueue() if False else (q.LifoQueue() if order == "filo" else q.Queue())
    t = th.Thread(target=lambda: [hall.put(pack(x)) for x in things])
    t.start()
    t.join()
    return list(iter(lambda: hall.get() if hall.qsize() else None, None))


def two_halls(before, more):
    hall = q.Queue()
    for b in before:
        hall.put(b)
    with mp.Manager() as m:
        told = m.list()

        def child():
            for x in more:
                hall.put(x)
            told.extend(hall.queue)

        p = mp.Process(target=child)
        p.start()
        p.join()
        return [list(told), list(hall.queue)]


def through_a_process(things):
    with mp.Pool(1) as pool:
        return pool.map(pack, things, chunksize=len(things) or 1)


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

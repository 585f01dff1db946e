"""Objects that go from one process to another while both run."""

from __future__ import annotations

from tests.engine.engine import run


def test_a_pipe_s_end_is_handed_on_through_a_queue() -> None:
    trace = run("""
from multiprocessing import Pipe, Process, Queue

def work(queue):
    end = queue.get()
    end.send("through the end that came")
    end.close()

def main():
    queue = Queue()
    worker = Process(target=work, args=(queue,))
    worker.start()
    mine, theirs = Pipe()
    queue.put(theirs)
    said = mine.recv()
    worker.join()
    return said
""")
    assert (trace.status, trace.value) == ("returned", "through the end that came")


def test_shared_memory_is_copied_with_its_class() -> None:
    trace = run("""
from ctypes import Structure, c_int
from multiprocessing.sharedctypes import RawValue, copy

class Point(Structure):
    _fields_ = [("x", c_int), ("y", c_int)]

def main():
    first = copy(Point(1, 2))
    shared = RawValue(Point, 3, 4)
    second = copy(shared)
    shared.x = 5
    return [[p.x, p.y] for p in (first, shared, second)]
""")
    assert (trace.status, trace.value) == ("returned", [[1, 2], [5, 4], [3, 4]])

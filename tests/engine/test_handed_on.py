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


def test_replaced_functions_are_pickled_by_their_names() -> None:
    trace = run("""
import os
import pickle
import time
from multiprocessing import Pool, get_context

def main():
    functions = [time.sleep, time.time, time.monotonic_ns, os.kill, os.fork, os.waitpid, os.wait]
    functions += [os.urandom, os.cpu_count, os.sched_getaffinity]
    other = [f.__name__ for f in functions if pickle.loads(pickle.dumps(f)) is not f]
    with Pool(2) as pool:
        slept = pool.map(time.sleep, [1, 1])
    process = get_context("spawn").Process(target=time.sleep, args=(2,))
    process.start()
    process.join()
    return [other, slept, process.exitcode, round(time.monotonic(), 3)]
""")
    assert (trace.status, trace.value) == ("returned", [[], [None, None], 0, 10003.0])


def test_hundreds_of_results_are_no_spin() -> None:
    trace = run("""
from multiprocessing import Pool

def square(number):
    return [number * number] * 100

def main():
    with Pool(3) as pool:
        results = [pool.apply_async(square, (number,)) for number in range(300)]
        return sum(len(result.get()) for result in results)
""")
    assert (trace.status, trace.value) == ("returned", 30_000)

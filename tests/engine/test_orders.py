"""Sets of objects are walked in one order, wherever in memory the objects lie."""

from __future__ import annotations

import pytest

from grader.model.trace import Trace
from grader.search.explore import explore
from grader.settings import Settings
from tests.engine.engine import first, program

WALKS = {
    "as_completed": """
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import Value

seen = Value("i", 0)

def size(word):
    seen.value += 1
    return len(word)

def go():
    with ProcessPoolExecutor(2) as pool:
        asked = [pool.submit(size, "a" * n) for n in range(12)]
        for future in as_completed(asked):
            seen.value += future.result()
            yield future.result()
""",
    "wait for all": """
from concurrent.futures import ThreadPoolExecutor, wait

def go():
    with ThreadPoolExecutor(3) as pool:
        done, _ = wait([pool.submit(abs, n) for n in range(12)])
        for future in done:
            yield future.result()
""",
    "wait for the first": """
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait

def go():
    with ThreadPoolExecutor(3) as pool:
        rest = {pool.submit(abs, n) for n in range(12)}
        while rest:
            done, rest = wait(rest, return_when=FIRST_COMPLETED)
            yield [future.result() for future in done]
""",
    "a set of processes": """
from multiprocessing import Process, Queue

def go():
    queue = Queue()
    processes = {Process(target=queue.put, args=(n,)) for n in range(7)}
    for process in processes:
        process.start()
    for process in processes:
        yield process.name
        yield queue.get()
        process.join()
""",
    "a set of threads": """
import threading
from queue import Queue

def go():
    queue = Queue()
    threads = {threading.Thread(target=queue.put, args=(n,)) for n in range(9)}
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
        yield queue.get()
""",
    "threads that nobody joins": """
import threading
from multiprocessing import Value

value = Value("i", 0)

def work(n):
    value.value = value.value * 2 + n

def go():
    for n in range(9):
        threading.Thread(target=work, args=(n,)).start()
    yield None
""",
    "sets of what is waited for": """
import multiprocessing, queue, threading
from multiprocessing import Pool, Process, Pipe

def go():
    makers = [multiprocessing.Lock, multiprocessing.Event, multiprocessing.Queue]
    makers += [multiprocessing.Condition, multiprocessing.Semaphore, threading.Lock]
    makers += [threading.RLock, threading.Event, threading.Condition, threading.Semaphore]
    makers += [queue.Queue, queue.SimpleQueue, lambda: multiprocessing.Value("i")]
    makers += [lambda: threading.Barrier(1), lambda: multiprocessing.Barrier(1)]
    for make in makers:
        things = {make(): n for n in range(9)}
        yield [things[thing] for thing in set(things)]
    ends = {end: n for n in range(5) for end in Pipe()}
    yield [ends[end] for end in set(ends)]
    with Pool(2) as pool:
        results = {pool.apply_async(abs, (n,)) for n in range(9)}
        yield [result.get() for result in results]
""",
    "managed objects": """
from multiprocessing import Manager

def go():
    with Manager() as manager:
        things = {manager.list([n]) for n in range(9)}
        for thing in things:
            yield list(thing)
""",
    "objects of an own class": """
import abc, dataclasses, weakref
from multiprocessing import Process, Queue

class Order:
    def __init__(self, n):
        self.n = n

class Dish(abc.ABC):
    def __init__(self, n):
        self.n = n

@dataclasses.dataclass(eq=False)
class Guest:
    n: int

def go():
    queue = Queue()
    for kind in (Order, Dish, Guest):
        kept = [kind(n) for n in range(9)]
        for walked in (set(kept), weakref.WeakSet(kept)):
            for one in walked:
                process = Process(target=queue.put, args=(one.n,))
                process.start()
                yield queue.get()
                process.join()
""",
}
WAIT = """
from concurrent.futures import ThreadPoolExecutor, wait

def main():
    with ThreadPoolExecutor(2) as pool:
        done, rest = wait([pool.submit(len, word) for word in ("a", "bb", "ccc")])
        return [future.result() for future in done]
"""
MAIN = """
def main(junk):
    kept = [[bytearray(16 * (n % 30)) for n in range(junk)], [lambda: n for n in range(junk)]]
    for holes in kept:
        del holes[::3]
    return list(go())
"""


def walked(what: str, python: str, junk: int, *, detailed: bool = False) -> Trace:
    """Return a run in an interpreter of its own, with so much junk in its memory."""
    with program(WALKS[what] + MAIN, python=python, arguments=(junk,)) as machine:
        return machine.run(first, detailed=detailed)


@pytest.mark.parametrize("what", WALKS)
def test_the_order_of_a_set_depends_on_no_address(what: str, python: str) -> None:
    plain = walked(what, python, 0)
    assert plain.status == "returned", plain.failure
    for junk in (101, 1003):
        again = walked(what, python, junk, detailed=junk > 101)
        assert (again.value, again.digest) == (plain.value, plain.digest)


def test_what_is_done_is_walked_alike_in_every_schedule() -> None:
    settings = Settings(schedules=50)
    with program(WAIT, settings=settings) as machine:
        found = explore(
            machine,
            program="p",
            settings=settings,
            rejects=lambda trace: False,
            compare_values=True,
        )
    assert found.failure is None
    assert [(each.status, each.value) for each in found.outcomes] == [("returned", [1, 2, 3])]


def test_a_class_keeps_the_hash_that_python_gives_it(python: str) -> None:
    source = """
import dataclasses, enum, pickle

class Plain:
    pass

class Equal:
    def __eq__(self, other):
        return True

class Own:
    def __hash__(self):
        return 7

class Slots:
    __slots__ = ()

@dataclasses.dataclass
class Data:
    n: int

@dataclasses.dataclass(frozen=True)
class Frozen:
    n: int

class Colour(enum.Enum):
    RED = 1

def hashed(thing):
    try:
        return hash(thing) == hash(thing)
    except TypeError as error:
        return str(error)

def main():
    plain = Plain()
    told = [hashed(thing) for thing in (plain, Equal(), Slots(), Data(1), Colour.RED)]
    told += [hash(Own()), hash(Frozen(1)) == hash(Frozen(1)), vars(plain)]
    return told + [plain in {plain}, Plain() in {plain}, pickle.loads(pickle.dumps(Frozen(2))).n]
"""
    with program(source, python=python) as machine:
        trace = machine.run(first)
    assert trace.value == [
        True,
        "unhashable type: 'Equal'",
        True,
        "unhashable type: 'Data'",
        True,
        7,
        True,
        {},
        True,
        False,
        2,
    ]

"""Where lines are points, long computation is no fault."""

from __future__ import annotations

import pytest

from grader.model.exploration import Exploration
from grader.search.explore import explore
from grader.settings import Settings
from tests.engine.engine import program, run

THREADS = """
import itertools, threading
from itertools import repeat

{work}

def main():
    out = [None] * 2
    threads = [threading.Thread(target=work, args=(out, n)) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return out
"""

COMPUTES = {
    "a sum": (
        """
def work(out, n):
    total = 0
    for x in range(200):
        total += x
    out[n] = total
""",
        19900,
    ),
    "loops in loops": (
        """
def work(out, n):
    found = 0
    for a in range(1, 20):
        for b in range(a, 20):
            for c in range(b, 20):
                if a * a + b * b == c * c:
                    found += 1
    out[n] = found
""",
        5,
    ),
    "a comprehension and a generator": (
        """
def odd(limit):
    n = 1
    while n < limit:
        yield n
        n += 2

def work(out, n):
    squares = [x * x for x in range(150)]
    out[n] = sum(x for x in squares if x % 7 == 0) + sum(odd(300))
""",
        184_739,
    ),
    "recursion": (
        """
def fib(n):
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)

def work(out, n):
    out[n] = fib(11)
""",
        89,
    ),
    "a loop with a counter of its own": (
        """
def work(out, n):
    steps, x = 0, 27
    while x != 1:
        x = 3 * x + 1 if x % 2 else x // 2
        steps += 1
    out[n] = steps
""",
        111,
    ),
    "an object, a list and a dict": (
        """
class Tally:
    pass

def work(out, n):
    tally, seen, places = Tally(), {}, [0]
    tally.count = 0
    while tally.count < 100:
        tally.count += 1
    while places[0] < 100:
        places[0] += 1
    while len(seen) < 100:
        seen[len(seen)] = True
    out[n] = tally.count + places[0] + len(seen)
""",
        300,
    ),
    "a linked list": (
        """
class Node:
    def __init__(self, rest):
        self.rest = rest

def work(out, n):
    node = None
    for _ in range(300):
        node = Node(node)
    length = 0
    while node:
        node = node.rest
        length += 1
    out[n] = length
""",
        300,
    ),
    "the same value again and again": (
        """
def work(out, n):
    total = 0
    for x in [0] * 300:
        total += x
    for _ in repeat(None, 300):
        total += 0
    out[n] = total
""",
        0,
    ),
    "what nobody can look into": (
        """
def work(out, n):
    drops = iter([0] * 300)
    end = object()
    while next(drops, end) is not end:
        pass
    out[n] = "dry"
""",
        "dry",
    ),
    "a list that grows long": (
        """
def work(out, n):
    primes, x = [], 2
    while len(primes) < 60:
        if all(x % p for p in primes):
            primes.append(x)
        x += 1
    out[n] = primes[-1]
""",
        281,
    ),
    "work between locks": (
        """
lock = threading.Lock()

def work(out, n):
    for _ in range(3):
        total = 0
        for x in range(100):
            total += x
        with lock:
            out[n] = total
""",
        4950,
    ),
}


def explored(source: str, schedules: int, python: str | None = None) -> Exploration:
    """Explore a program with a small budget."""
    settings = Settings(schedules=schedules)
    with program(source, python=python, settings=settings) as machine:
        return explore(
            machine,
            program="p",
            settings=settings,
            rejects=lambda trace: trace.status != "returned",
            compare_values=True,
        )


def outcomes(exploration: Exploration) -> list[tuple[str, object]]:
    """Return how the runs ended."""
    return [(each.status, each.value) for each in exploration.outcomes]


@pytest.mark.parametrize("what", COMPUTES)
def test_threads_that_compute_are_not_accused(what: str, python: str) -> None:
    work, value = COMPUTES[what]
    found = explored(THREADS.format(work=work), 4, python)
    assert outcomes(found) == [("returned", [value, value])]
    assert (found.failure, found.schedules) == (None, 4)


def test_a_hundred_thousand_additions_are_explored_and_what_was_left_out_is_said() -> None:
    found = explored(
        """
import threading
counter = 0

def add():
    global counter
    for _ in range(100_000):
        counter += 1

def main():
    threads = [threading.Thread(target=add) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return counter
""",
        3,
    )
    assert outcomes(found) == [("returned", 200_000)]
    assert (found.failure, found.exhaustive) == (None, False)
    assert found.bound.endswith("; in long loops not with every round")


FILES = """
from multiprocessing import Process
from pathlib import Path

def work(n):
    total = 0
    for x in range(300):
        total += x
    Path(f"{n}.txt").write_text(str(total))

def main():
    processes = [Process(target=work, args=(n,)) for n in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    return [Path(f"{n}.txt").read_text() for n in range(2)]
"""

SHARED = """
from multiprocessing import Process
from multiprocessing.shared_memory import SharedMemory

def work(name, n):
    memory = SharedMemory(name)
    while memory.buf[n] < 150:
        memory.buf[n] += 1
    memory.close()

def main():
    memory = SharedMemory(create=True, size=2)
    processes = [Process(target=work, args=(memory.name, n)) for n in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    counted = list(memory.buf[:2])
    memory.close()
    memory.unlink()
    return counted
"""


@pytest.mark.parametrize(
    ("source", "value"), [(FILES, ["44850"] * 2), (SHARED, [150, 150])], ids=["files", "memory"]
)
def test_processes_that_compute_beside_files_or_memory_are_not_accused(
    source: str, value: list[object]
) -> None:
    found = explored(source, 6)
    assert (outcomes(found), found.failure) == ([("returned", value)], None)


def test_a_task_that_is_alone_computes_without_a_point() -> None:
    trace = run(
        """
import threading

def count():
    total = 0
    for x in range(100_000):
        total += 1
    return total

def main():
    before = count()
    thread = threading.Thread(target=print)
    thread.start()
    thread.join()
    return before + count()
""",
        switch_at="lines",
    )
    assert (trace.status, trace.value, trace.passed_over) == ("returned", 200_000, False)
    assert "line" not in {step.picked.pending.op for step in trace.steps}

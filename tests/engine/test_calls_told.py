"""The call that is told of a step is the call that is written on its line."""

from __future__ import annotations

import pytest

from .engine import run

BEGIN = """
import concurrent.futures as cf
import multiprocessing as mp
import queue
import threading
import time
from concurrent.futures import ThreadPoolExecutor

def nothing(*anything):
    pass

class Machine:
    def __init__(self):
        self._lock = mp.Lock()

    def work(self):
        with self._lock:
            pass

def main():
"""

WRITTEN = {
    "a lock": (
        "lock = mp.Lock()",
        "lock.acquire()",
        "lock.release()",
        "lock.acquire(False)",
        "lock.release()",
        "lock.acquire(timeout=2)",
        "lock.release()",
        "lock.acquire(True, 2)",
    ),
    "an event": ("e = mp.Event()", "e.wait(1)", "e.wait(timeout=1)", "e.set()", "e.wait()"),
    "a queue": (
        "q = mp.Queue(2)",
        "q.put('cake')",
        "q.put(2, timeout=1)",
        "q.get(timeout=1)",
        "q.get(True, 1)",
    ),
    "a queue of threads": (
        "q = queue.Queue()",
        "threading.Thread(target=time.sleep, args=(9,), daemon=True).start()",
        "q.put(1, False)",
        "q.get(timeout=1)",
    ),
    "a pipe": ("a, b = mp.Pipe()", "a.send((1, 2))", "b.poll(2)", "b.poll(None)", "b.recv()"),
    "a condition": (
        "c = mp.Condition()",
        "c.acquire()",
        "c.notify()",
        "c.notify(2)",
        "c.wait(1)",
        "c.wait_for(lambda: False, 2)",
    ),
    "a process": ("p = mp.Process(target=nothing)", "p.start()", "p.join(timeout=5)", "p.exitcode"),
    "a pool": (
        "pool = mp.Pool(1)",
        "r = pool.apply_async(nothing, (1,))",
        "r.get(timeout=3)",
        "pool.map(nothing, [1], chunksize=1)",
    ),
    "a manager": ("m = mp.Manager()", "d = m.dict()", "d.get('sum', 0)", "m.shutdown()"),
    "an executor": (
        "ex = ThreadPoolExecutor(1)",
        "f = ex.submit(nothing, 1, 2)",
        "f.result(timeout=3)",
        "cf.wait([f], timeout=2)",
        "ex.shutdown()",
    ),
    "the lock of a value": ("v = mp.Value('i', 0)", "v.get_lock().acquire()"),
}
WORKS = BEGIN.split("\n").index("        with self._lock:") - BEGIN.count("\n")
"""The line of Machine.work, counted from those of main."""


def told(lines: tuple[str, ...], python: str) -> dict[int, list[str]]:
    """Return what is told of each line of a program, in order and once."""
    body = "".join(f"    {line}\n" for line in lines)
    trace = run(BEGIN + body, python=python)
    assert (trace.status, trace.failure) == ("returned", None)
    found: dict[int, list[str]] = {}
    for step in trace.steps:
        pending = step.picked.pending
        if pending.call is not None and pending.site is not None:
            texts = found.setdefault(pending.site.line - BEGIN.count("\n") - 1, [])
            if pending.call.text not in texts:
                texts.append(pending.call.text)
    return found


@pytest.mark.parametrize("what", WRITTEN)
def test_a_call_is_told_as_it_is_written(what: str, python: str) -> None:
    lines = WRITTEN[what]
    found = told(lines, python)
    assert found
    for number, texts in found.items():
        if "Thread(" in lines[number]:
            continue
        _, _, call = lines[number].rpartition(" = ")
        written = call.replace("mp.", "").replace("cf.", "")
        assert texts == [written]


def test_values_stand_where_variables_are_written(python: str) -> None:
    lines = ("q, item, limit = mp.Queue(), 7, 3", "q.put(item + 1, timeout=limit)", "q.get()")
    assert told(lines, python)[1] == ["q.put(8, timeout=3)"]


def test_a_with_block_of_a_values_lock_and_of_an_attribute_that_is_called_alike(
    python: str,
) -> None:
    lines = ("v = mp.Value('i', 0)", "with v.get_lock(): pass", "Machine().work()")
    found = told(lines, python)
    assert found[1] == ["with v.get_lock()", "the end of with v.get_lock()"]
    assert found[WORKS] == ["with self._lock", "the end of with self._lock"]


def test_a_loop_over_results_is_not_told_with_the_arguments_of_what_made_them(python: str) -> None:
    lines = ("pool = mp.Pool(1)", "for n in pool.imap(nothing, [1]): pass", "pool.terminate()")
    assert told(lines, python)[1] == ["pool.imap(nothing, [1])", "<IMapIterator>.next()"]


def test_what_has_no_name_is_told_by_what_made_it(python: str) -> None:
    lines = ("pool = mp.Pool(1)", "pool.apply_async(nothing, (1,)).get()", "pool.terminate()")
    assert told(lines, python)[1] == [
        "pool.apply_async(nothing, (1,))",
        "pool.apply_async(nothing, (1,)).get()",
    ]


@pytest.mark.parametrize("lock", ["", ", lock=False"])
def test_items_of_an_array_are_told_as_items(lock: str, python: str) -> None:
    lines = (f"a = mp.Array('i', 3{lock})", "a[1] += 1", "a[0:2] = [4, 5]", "a[1:]")
    found = told(lines, python)
    assert [found[number] for number in (1, 2, 3)] == [
        ["a[1]", "a[1] = 1"],
        ["a[0:2] = [4, 5]"],
        ["a[1:]"],
    ]

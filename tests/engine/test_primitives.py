"""CPython's own classes run unmodified under control, on every supported version."""

from __future__ import annotations

import pytest

from tests.engine.engine import events, run

EXPECTED = {
    "locks": [2, True, [0, 0]],
    "conditions": [0, 1, 2],
    "queues": [[0, 1, 4, 9], [0, 1, 2], True],
    "pipes": [[1, 2, 3], 200_001, 0],
    "listener": 42,
    "memory": [2, [1, 0, 0], [1, 5, 3], 4, "hello", 9],
    "managers": [{"n": 2}, [1, 1], 5, 3, 7],
    "pools": [
        [0, 2, 4],
        [3, 7],
        6,
        [0, 2, 4],
        [0, 2, 4],
        [10],
        [11],
        [10],
        ["not 5"],
    ],
    "executors": [[0, 2, 4], 14, [0, 2, 4]],
    "threads": [[0, 1, 2], False, 2, 1, 1],
    "virtual_time": [None, 0, -15, 3602],
}


@pytest.mark.parametrize("function", EXPECTED)
def test_fork(function: str, python: str) -> None:
    trace = run("primitives", function, python=python)
    assert (trace.status, trace.value) == ("returned", EXPECTED[function]), trace.output
    assert trace.orphans == ()


@pytest.mark.parametrize("method", ["spawn", "forkserver"])
@pytest.mark.parametrize("function", [f for f in EXPECTED if f != "threads"])
def test_fresh_interpreters(function: str, method: str, python: str) -> None:
    source = _with_method(method)
    trace = run(source, function, python=python)
    assert (trace.status, trace.value) == ("returned", EXPECTED[function]), trace.output
    assert trace.orphans == ()


def _with_method(method: str) -> str:
    from tests.engine.engine import PROGRAMS

    source = (PROGRAMS / "primitives.py").read_text()
    return source.replace('METHOD = "fork"', f'METHOD = "{method}"', 1)


def test_the_start_method_can_be_set_from_outside() -> None:
    source = """
import multiprocessing as mp
def child(q):
    q.put(mp.get_start_method())
def main():
    q = mp.Queue()
    p = mp.Process(target=child, args=(q,))
    p.start()
    p.join()
    return [mp.get_start_method(), q.get()]
"""
    assert run(source, start_method="spawn").value == ["spawn", "spawn"]


def test_a_program_is_told_of_the_same_number_of_processors_everywhere() -> None:
    source = """
import os, multiprocessing
def main():
    with multiprocessing.Pool() as pool:
        return [os.cpu_count(), multiprocessing.cpu_count(), pool._processes]
"""
    assert run(source).value == [2, 2, 2]


def test_messages_are_numbered_by_sender_and_receiver() -> None:
    trace = run("primitives", "pipes")
    assert [value["n"] for value in events(trace, "sent")][:6] == [1, 1, 2, 2, 3, 3]
    assert [value["n"] for value in events(trace, "received")][:6] == [1, 1, 2, 2, 3, 3]

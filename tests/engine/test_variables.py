"""Looking at a learner's variables changes nothing of them."""

from __future__ import annotations

import pytest

from tests.engine.engine import Dice, first, interpreter, program, run

CLOSURE = """
import threading

def main():
    n = 0
    def add():
        nonlocal n
        for _ in range(2):
            n += 1
    threads = [threading.Thread(target=add) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return n
"""


@pytest.mark.parametrize("detailed", [False, True])
def test_a_variable_of_an_outer_function_loses_no_change_by_being_looked_at(
    python: str, detailed: bool
) -> None:
    def values(source: str) -> set[object]:
        found = set()
        with program(source, python=python) as machine:
            for seed in range(15):
                found.add(machine.run(Dice(seed), switch_at="lines", detailed=detailed).value)
        return found

    assert values(CLOSURE) == {4}
    assert values(CLOSURE.replace("range(2)", "range(40)", 1)) == {80}


@pytest.mark.parametrize("version", ["3.11", "3.12", "3.13"])
def test_what_a_loop_has_let_go_is_closed_when_its_line_is_over(version: str) -> None:
    if (python := interpreter(version)) is None:
        pytest.skip(f"no CPython {version} on this machine")
    trace = run(
        """
import threading

class End:
    def __init__(self, closed):
        self.closed = closed
    def __del__(self):
        self.closed.append(1)

def work(told):
    closed = []
    for n in range(60):
        end = End(closed)
        end = None
        told.append(len(closed) - n)

def main():
    told = []
    thread = threading.Thread(target=work, args=(told,))
    thread.start()
    thread.join()
    return sorted(set(told))
""",
        python=python,
        switch_at="lines",
    )
    assert (trace.status, trace.value) == ("returned", [1])


@pytest.mark.parametrize("detailed", [False, True])
def test_a_call_that_is_named_in_a_long_loop_changes_no_variable(
    python: str, detailed: bool
) -> None:
    """Neither one that is kept over the whole loop, nor the one that the call's line sets."""
    source = """
from multiprocessing import Process, Value

def work(total, told):
    added = 0
    for n in range(300):
        a = n
        if n % 60 == 59:
            total.value += 1
        if n >= 200:
            added = added + told.value
            try:
                [][told.value]
            except IndexError:
                added = added + 1
    told.value = added

def main():
    total, told = Value("i", 0), Value("i", 1)
    worker = Process(target=work, args=(total, told))
    worker.start()
    worker.join()
    return [total.value, told.value]
"""
    with program(source, python=python) as machine:
        trace = machine.run(first, switch_at="lines", detailed=detailed)
    assert (trace.value, trace.output) == ([5, 200], "")

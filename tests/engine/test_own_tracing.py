"""A program that traces itself, or stops tracing, is switched at its lines all the same."""

from __future__ import annotations

import pytest

from tests.engine.engine import first, program
from tests.engine.searching import found, search

THREADS = """
import sys
import threading
hits, told = [0], []

def tracer(frame, event, arg):
    told.append(event)
    return tracer

def refuses(frame, event, arg):
    raise ValueError("no")

def both(work):
    ts = [threading.Thread(target=work) for _ in range(2)]
    for t in ts:
        t.start()
    for t in ts:
        t.join()
"""
WORK = """
    seen = hits[0]
    hits[0] = seen + 1
"""


@pytest.mark.parametrize(
    ("within", "before"),
    [
        ("sys.settrace(None)", "pass"),
        ("sys.settrace(tracer)", "pass"),
        ("sys.settrace(tracer); sys.settrace(None)", "pass"),
        ("sys.settrace(sys.gettrace())", "pass"),
        ("pass", "threading.settrace(tracer)"),
        ("pass", "sys.settrace(None)"),
    ],
)
def test_an_update_can_be_lost(within: str, before: str, python: str) -> None:
    wrong = search(
        f"""{THREADS}
def work():
    {within}
{WORK}
def main():
    {before}
    both(work)
    return hits[0]
""",
        2,
        python,
    )
    assert found(wrong) == 1


def test_its_own_tracer_is_told_what_it_would_be_without_the_grader(python: str) -> None:
    source = f"""{THREADS}
def step():
    return 1

def main():
    before = sys.gettrace()
    sys.settrace(tracer)
    during = sys.gettrace() is tracer
    step()
    sys.settrace(None)
    step()
    return [before, during, told, sys.gettrace()]
"""
    for switch_at in ("calls", "lines"):
        with program(source, python=python) as controller:
            trace = controller.run(first, switch_at=switch_at)  # type: ignore[arg-type]  # a word of two
        assert trace.value == [None, True, ["call", "line", "return"], None], switch_at


@pytest.mark.parametrize(
    "within",
    [
        "sys._getframe().f_trace = None",
        "try: sys.settrace(refuses); tracer(1, 2, 3)\n    except ValueError: pass",
    ],
)
def test_where_points_at_lines_are_lost_there_is_no_proof(within: str) -> None:
    right = search(
        f"""{THREADS}
def work():
    {within}

def main():
    both(work)
    return 1
""",
        1,
        switch_at="lines",
        explore_schedules=300,
    )
    assert (right.failure, right.exhaustive) == (None, False)
    assert "not under control: lines" in right.bound

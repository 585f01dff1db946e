"""A whole run may use so much processor time, however little of it before each step."""

from __future__ import annotations

import pytest

from grader.diagnosis import diagnose
from grader.model.exploration import Explored
from grader.search import token
from grader.search.shrink import NotJudged, confirm, run_schedule
from grader.settings import Settings

from .engine import program, run

SHORT = Settings(cpu_together=0.5)

WORN = """
import time
from multiprocessing import Process
from resource import RUSAGE_SELF, getrusage

def burn(seconds):
    begun = sum(getrusage(RUSAGE_SELF)[:2])
    while sum(getrusage(RUSAGE_SELF)[:2]) - begun < seconds:
        pass
"""

ALONE = """
def main():
    while True:
        burn(0.2)
        time.sleep(0)
"""

BY_TURNS = """
def main():
    while True:
        child = Process(target=burn, args=(0.2,))
        child.start()
        child.join()
"""


@pytest.mark.parametrize("body", [ALONE, BY_TURNS])
def test_a_run_that_computes_a_little_before_each_step_ends(body: str) -> None:
    with program(WORN + body, settings=SHORT) as machine:
        trace = run_schedule(machine, (), "patient", "calls")
        assert (trace.status, trace.limit) == ("crashed", "cpu")
        found = confirm(machine, Explored(1, token.of(trace), trace), lambda it: it.limit == "cpu")
    finding = diagnose(found.trace, replay=found.replay, schedule=1)
    assert finding is not None
    assert finding.cause == "resource-limit"
    assert "more processor time than a run may use" in finding.message


def test_another_way_to_the_end_of_the_time_is_no_repetition() -> None:
    with program(WORN + ALONE, settings=SHORT) as machine:
        trace = run_schedule(machine, (), "patient", "calls")
    other = WORN + ALONE.replace("sleep(0)", "sleep(0.0)\n        time.sleep(1)")
    with program(other, settings=SHORT) as machine, pytest.raises(NotJudged):
        confirm(machine, Explored(1, token.of(trace), trace), lambda it: it.limit == "cpu")


def test_what_stays_below_it_is_left_alone() -> None:
    trace = run(WORN + "def main():\n    burn(0.2)\n    return 1\n", settings=SHORT)
    assert (trace.status, trace.value) == ("returned", 1)

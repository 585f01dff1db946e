"""Who relied on a sleep being long enough."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader.model.source import Layout
from tests.diagnosis.build import Building
from tests.diagnosis.traces import finding


def test_a_time_out_that_was_over_early_explains_only_what_nothing_else_does() -> None:
    run = Building(clock="hostile")
    run.task("cook")
    run.does(run.main, 9, "sleep", call="sleep", text="sleep(2)", timer=True)
    found = finding(run.trace("returned", 0), expected="1")
    assert found.cause == "sleep-as-synchronisation"
    assert "main relied on sleep(2) (line 9) being long enough." in found.message
    patient = replace(run.trace("returned", 0), clock="patient")
    assert finding(patient, expected="1").cause == "wrong-value"


def test_nobody_relies_on_a_time_out_of_the_checks_own_scenario() -> None:
    run = Building(clock="hostile")
    run.task("cook")
    run.does(run.main, 9, "sleep", call="sleep", text="sleep(2)", timer=True, file="checks.py")
    found = finding(run.trace("returned", 0), expected="1", layout=Layout("shop.py"))
    assert found.cause == "wrong-value"


def test_nobody_relies_on_how_long_a_given_function_takes() -> None:
    run = Building(clock="hostile")
    run.task("cook")
    run.does(run.main, 9, "sleep", call="sleep", text="sleep(2)", timer=True)  # in work()
    trace = run.trace("returned", 0)
    assert finding(trace, expected="1", given=frozenset({"work"})).cause == "wrong-value"
    assert finding(trace, expected="1", given=frozenset({"rest"})).cause != "wrong-value"


@pytest.mark.parametrize(("line", "cause"), [(8, "wrong-value"), (10, "sleep-as-synchronisation")])
def test_nobody_relies_on_a_sleep_after_which_it_looks_again(line: int, cause: str) -> None:
    """Looks at line 8, sleeps at line 9, and then looks in the same place, or goes on."""
    run = Building(clock="hostile")
    run.task("cook")
    ready = run.thing("value", "ready")
    run.does(run.main, 8, "read", ready, 0)
    run.does(run.main, 9, "sleep", call="sleep", text="sleep(2)", timer=True)
    run.does(run.main, line, "read", ready, 0)
    assert finding(run.trace("returned", 0), expected="1").cause == cause

"""What a judgement says, and where the trace knows better."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader.model.causes import CAUSES, Cause
from grader.model.trace import Failure
from tests.diagnosis.build import Building
from tests.diagnosis.traces import finding, lost_update, quiet


def test_a_judgement_names_the_cause_where_the_trace_shows_nothing() -> None:
    found = finding(quiet(), wrong="The clerks ran one after the other.", cause="not-concurrent")
    assert found.cause == "not-concurrent"
    assert found.message == (
        "Wrong result after 1 step: The clerks ran one after the other.\n"
        "  Mark where each one starts and where somebody waits for it: do they overlap?"
    )


def test_a_judgement_asks_its_own_question_where_the_trace_shows_nothing_more_exact() -> None:
    asked = {"wrong": "Nobody has waited.", "advice": "Who is to wait here?"}
    assert finding(quiet(), **asked).message == (
        "Wrong result after 1 step: Nobody has waited.\n  Who is to wait here?"
    )
    assert finding(quiet(), cause="order-broken", **asked).advice == "Who is to wait here?"
    assert finding(lost_update(), **asked).advice == CAUSES["lost-update"].advice
    hangs = Building().trace("stuck")
    assert finding(hangs, cause="busy-wait", **asked).advice == CAUSES["busy-wait"].advice


def test_without_any_cause_the_value_is_wrong() -> None:
    found = finding(quiet(), wrong="assert 1 == 2\n +  where 1 = run.value")
    assert found.cause == "wrong-value"
    assert found.message.splitlines()[0] == "Wrong result after 1 step: assert 1 == 2"


@pytest.mark.parametrize(
    ("named", "told"),
    [
        ("check-then-act", "lost-update"),  # seen from nearer
        ("lost-item", "lost-update"),
        ("wrong-value", "lost-update"),
        ("order-broken", "order-broken"),  # something else
        ("not-concurrent", "not-concurrent"),
        ("too-many-inside", "lost-update"),
    ],
)
def test_the_trace_refines_a_named_cause_only_within_its_family(named: Cause, told: str) -> None:
    assert finding(lost_update(), wrong="Sold 1, not 2.", cause=named).cause == told


def test_a_crash_goes_before_a_judgement_and_keeps_its_words() -> None:
    trace = replace(quiet(), status="raised", failure=Failure("KeyError", "3"))
    found = finding(trace, wrong="No ticket was sold.", cause="lost-update")
    assert (found.kind, found.cause) == ("crash", "exception")
    assert "No ticket was sold." in found.message

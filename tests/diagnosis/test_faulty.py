"""What is wrong at all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader.diagnosis import diagnose, is_faulty
from grader.model.trace import Failure, Trace
from tests.diagnosis.build import Building
from tests.diagnosis.traces import finding, quiet


def test_a_quiet_run_is_right() -> None:
    assert not is_faulty(quiet())
    assert diagnose(quiet(), replay="", schedule=1) is None


def test_the_expected_value_is_right() -> None:
    assert diagnose(quiet(2), replay="", schedule=1, expected="2") is None


@pytest.mark.parametrize("expected", ["true", "1.0", '"1"', "[1]"])
def test_another_type_is_another_value(expected: str) -> None:
    assert finding(quiet(1), expected=expected).kind == "value"


def test_an_expectation_that_is_no_json_is_refused() -> None:
    with pytest.raises(ValueError, match="Expecting value"):
        diagnose(quiet(), replay="", schedule=1, expected="one")


@pytest.mark.parametrize(
    ("trace", "kind", "cause"),
    [
        (replace(quiet(), status="deadlock"), "deadlock", "deadlock"),
        (replace(quiet(), status="stuck", limit="steps"), "stuck", "busy-wait"),
        (replace(quiet(), status="stuck", hung="burning"), "stuck", "hung-outside-control"),
        (replace(quiet(), status="crashed", limit="memory"), "crash", "resource-limit"),
        (
            replace(quiet(), status="raised", failure=Failure("KeyError", "3")),
            "crash",
            "exception",
        ),
        (
            replace(
                quiet(),
                status="crashed",
                failure=Failure("tampering", "it told its result twice"),
            ),
            "crash",
            "tampering",
        ),
        (
            replace(quiet(), status="raised", failure=Failure("NotImplementedError", "TODO")),
            "crash",
            "not-done",
        ),
        (
            replace(quiet(), status="raised", failure=Failure("SyntaxError", "expected ':'")),
            "crash",
            "import-error",
        ),
        (replace(quiet(), orphans=(0,)), "crash", "orphan"),
    ],
)
def test_a_run_that_did_not_end_as_it_should_is_faulty(trace: Trace, kind: str, cause: str) -> None:
    assert is_faulty(trace)
    found = finding(trace)
    assert (found.kind, found.cause) == (kind, cause)
    assert (found.replay, found.schedule) == ("K3:0-1", 7)
    assert found.message.splitlines()[-1] == f"  {found.advice}"


@pytest.mark.parametrize("collected", [True, False])
def test_a_swallowed_exception_is_a_fault_until_somebody_asks(collected: bool) -> None:
    run = Building()
    error = {"type": "ValueError", "message": "no", "traceback": [], "where": "pool"}
    run.does(run.main, 4, "swallowed", "result:1", error)
    if collected:
        run.does(run.main, 6, "collected", "result:1")
    assert is_faulty(run.trace("returned", 1)) is not collected


@pytest.mark.parametrize(("limit", "faulty"), [(2, True), (0, False), (3, False)])
def test_a_semaphore_may_not_have_more_places_than_it_began_with(limit: int, faulty: bool) -> None:
    run = Building()
    run.thing("semaphore", "room", limit=limit, value=3)
    assert is_faulty(run.trace("returned", 1)) is faulty

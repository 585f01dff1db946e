"""What a scenario allows is no fault; see ``without_allowed`` and the options of ``scenario``."""

from __future__ import annotations

from typing import Any

from grader.checks.declare import Scenario
from grader.judging.allowed import without_allowed
from grader.model.trace import Failure, TaskRecord, Trace

LOST = Failure("SystemExit", "3")
DIED = Failure("exit code 4", "")
WRONG = Failure("TypeError", "no")


def crashed(*failures: Failure | None, **fields: Any) -> Trace:
    """Return a run in which the caller and its children failed like this."""
    tasks = tuple(
        TaskRecord(n, f"p{n}", "process", n, 0, False, False, None, "ended", failure=failure)
        for n, failure in enumerate(failures)
    )
    first = next(failure for failure in failures if failure is not None)
    return Trace("crashed", [1], first, (), tasks, **fields)


def allowed(trace: Trace, **options: bool) -> Trace:
    return without_allowed(Scenario("sell", lambda: None, **options), trace)  # type: ignore[arg-type]  # they are


def test_an_exit_code_that_a_scenario_allows_is_for_its_checks_to_judge() -> None:
    seen = allowed(crashed(None, LOST, DIED), may_exit=True)
    assert (seen.status, seen.value, seen.failure) == ("returned", [1], None)
    assert [task.failure for task in seen.tasks] == [None, None, None]


def test_an_exit_code_that_nobody_allows_is_a_fault() -> None:
    trace = crashed(None, LOST)
    assert allowed(trace) is trace
    assert allowed(trace, may_raise=True) is trace


def test_beside_exit_codes_that_are_allowed_an_exception_is_told() -> None:
    for failures in ((None, LOST, WRONG), (None, WRONG, LOST)):
        seen = allowed(crashed(*failures), may_exit=True)
        assert (seen.status, seen.failure) == ("crashed", WRONG)


def test_the_program_itself_may_not_end_with_an_exit_code() -> None:
    trace = crashed(LOST)
    assert allowed(trace, may_exit=True) == trace
    assert allowed(crashed(LOST, DIED), may_exit=True).failure == LOST


def test_a_limit_is_no_exit_code() -> None:
    trace = crashed(None, LOST, limit="memory")
    assert allowed(trace, may_exit=True) is trace

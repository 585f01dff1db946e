"""What a scenario allows: an exception that leaves it, and exit codes of its children."""

from __future__ import annotations

from dataclasses import replace

from grader.checks.declare import Scenario
from grader.judging.not_done.runs import is_missing
from grader.model.trace import Failure, Trace


def without_allowed(scenario: Scenario, trace: Trace) -> Trace:
    """Return the trace without what a scenario with may_raise=True or may_exit=True allows.

    A TODO, or a function that is not there, is never what such a scenario waits for.
    """
    if scenario.may_exit:
        trace = _without_exit_codes(trace)
    failure = trace.failure
    if not scenario.may_raise or trace.status != "raised" or failure is None:
        return trace
    if failure.type == "NotImplementedError" or is_missing(failure):
        return trace
    return replace(trace, status="returned", failure=None)


def _without_exit_codes(trace: Trace) -> Trace:
    """Return a run as if the children that ended themselves with an exit code had not failed."""
    crashed = trace.status == "crashed" and _is_exit(trace.failure)
    if trace.limit or not (crashed or trace.status == "returned"):
        return trace
    tasks = tuple(
        replace(task, failure=None) if task.number and _is_exit(task.failure) else task
        for task in trace.tasks
    )
    if not crashed:
        return replace(trace, tasks=tasks)
    failure = next((task.failure for task in tasks if task.failed), None)
    if failure is not None or tasks == trace.tasks:
        return replace(trace, tasks=tasks, failure=failure or trace.failure)
    return replace(trace, tasks=tasks, status="returned", failure=None)


def _is_exit(failure: Failure | None) -> bool:
    return failure is not None and (
        failure.type == "SystemExit" or failure.type.startswith("exit code")
    )

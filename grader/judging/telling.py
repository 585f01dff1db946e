"""What is told of a run that fails a check: the same when it is found and when it is replayed."""

from __future__ import annotations

from dataclasses import dataclass

from grader.checks.declare import Check
from grader.checks.load import CheckFile
from grader.diagnosis import diagnose
from grader.handins.parsed import parsed
from grader.judging.allowed import without_allowed
from grader.judging.judge import Problem
from grader.judging.not_done.runs import with_call_explained
from grader.model.exploration import Explored
from grader.model.finding import Finding
from grader.model.source import SourceText
from grader.model.trace import Trace


@dataclass(frozen=True, slots=True)
class Failing:
    """The first run that fails a check, with details."""

    explored: Explored
    problem: Problem
    before: tuple[Trace, ...]  # the runs before it, which did not fail the check
    only_forked: bool = False  # whether the program is known to pass wherever it is forked


def finding_of(
    checks: CheckFile, check: Check, source: SourceText, failing: Failing
) -> Finding | None:
    """Return what is told of the run, or None if the grader can't say what is wrong with it."""
    trace = without_allowed(check.scenario, failing.explored.trace)
    written = parsed(source)
    finding = diagnose(
        trace,
        replay=failing.explored.replay,
        schedule=failing.explored.number,
        wrong=failing.problem.wrong,
        cause=failing.problem.cause,
        advice=failing.problem.advice,
        siblings=failing.before,
        layout=source.layout,
        given=written.given if written else frozenset(),
        only_forked=failing.only_forked,
    )
    if finding is None:
        return None
    return with_call_explained(finding, trace, source.name, checks.path.name)

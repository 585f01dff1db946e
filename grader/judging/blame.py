"""Whose fault it is that a line of the checks fails: the author's, or the submission's.

An exception that is raised in the checks' own lines may come from what the submission gave them,
or would come whatever that is. Nothing that the submission does decides which: the scenario is run
with another one in its place. What fails alike with the exercise's own solution is the author's
fault. Where that is not at hand, as at a student's, it is what fails before anything of the
submission is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from grader.diagnosis.detectors.crashes import raised_at
from grader.judging.judge import NOBODYS
from grader.kernel import requests
from grader.model.program import Program
from grader.model.source import SourceText
from grader.model.trace import Clock, Failure, Json, Site, Trace
from grader.search.explore import explore
from grader.search.machine import OpenMachine
from grader.settings import Settings

TOUCHED = "the stand-in was asked for something"
STAND_IN = f"""\
def __getattr__(name):
    print({TOUCHED!r}, flush=True)
    raise NotImplementedError(name)
"""
"""A submission that has nothing, and says so if it is asked."""


@dataclass(frozen=True, slots=True)
class Trial:
    """How a scenario is run with another submission in the place of the one that failed."""

    program: Callable[[SourceText], Program]
    settings: Settings
    clocks: tuple[Clock, ...]
    open_machine: OpenMachine

    def shows(self, source: SourceText, wrong: Callable[[Trace], bool]) -> bool:
        """Say whether any run of that submission is wrong in that way."""
        program = self.program(source)
        with self.open_machine(program, self.settings) as machine:
            found = explore(
                machine,
                program=program.name,
                settings=self.settings,
                rejects=wrong,
                clocks=self.clocks,
            )
        return any(wrong(run.trace) for run in found.runs)


def authors_fault(
    trial: Trial,
    failure: Failure,
    site: Site,
    name: str,
    reference: SourceText | None,
    fails: Callable[[Trace], bool],
) -> str:
    """Return what is told of an exception in the checks' lines if it is the author's, else "".

    ``name`` is the submission's, ``reference`` the exercise's own solution, if it is at hand;
    ``fails`` says whether a run fails the check: an exception may be part of the scenario.
    """

    def alike_in(trace: Trace) -> bool:
        return TOUCHED not in trace.output and _fails_alike(trace, failure, site) and fails(trace)

    if reference is not None:
        alike = trial.shows(reference, alike_in)
        proof = "with the exercise's own solution"
    else:
        alike = trial.shows(SourceText(name, STAND_IN), alike_in)
        proof = "before it asks for anything of the submission"
    if not alike:
        return ""
    message = failure.message.partition("\n")[0][:200]
    error = f"{failure.type}: {message}" if message else failure.type
    return (
        f"The check itself broke: line {site.line} of {site.file}, in {site.function}(), failed "
        f"with {error}. It does so {proof}, too. {NOBODYS}"
    )


def own_failure(trace: Trace, file: str) -> tuple[Failure, Site] | None:
    """Return the first exception that was raised in a line of the checks, and its place."""
    for failure, site in _failures(trace):
        if site is not None and site.file == file:
            return failure, site
    return None


def is_plain(value: Json) -> bool:
    """Say whether a value came as it was returned: what is no JSON comes as a mark."""
    if isinstance(value, dict):
        return not value.keys() & {"type", "cut"} and all(map(is_plain, value.values()))
    return not isinstance(value, list) or all(map(is_plain, value))


def _failures(trace: Trace) -> Iterator[tuple[Failure, Site | None]]:
    """Yield the exceptions of a run, each with its place.

    Where no line was reached, it is the one that started the process.
    """
    if trace.failure is not None:
        yield trace.failure, _innermost(trace.failure)
    for task in trace.tasks:
        if task.failure is not None and task.failed:
            yield task.failure, _innermost(task.failure) or task.started
    for step in trace.steps:
        for event in step.events:
            if event.kind == "swallowed" and isinstance(event.value, dict):
                told = requests.failure(event.value)
                yield told, _innermost(told) or raised_at(event.value)


def _fails_alike(trace: Trace, failure: Failure, site: Site) -> bool:
    return any(
        other.type == failure.type
        and where is not None
        and (where.file, where.line) == (site.file, site.line)
        for other, where in _failures(trace)
    )


def _innermost(failure: Failure) -> Site | None:
    return failure.frames[-1] if failure.frames else None

"""Runs that tell of work still to be done, or of the submission's side of a call.

``scenario_file`` is the name of the checks.py: a failure there is the scenario's own call.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from grader.model.finding import Finding
from grader.model.source import SourceText
from grader.model.trace import Failure, Site, Trace

_NO_ATTRIBUTE = re.compile(r"module '.*' has no attribute '(\w+)'")
_WRONG_CALL = re.compile(r"[\w.<>]+\(\) (got|takes|missing) ")


@dataclass(frozen=True, slots=True)
class Unfinished:
    """What is still to be done."""

    message: str
    missing: bool = False  # a function has gone that the skeleton has


def not_done(trace: Trace, source: SourceText, scenario_file: str) -> Unfinished | None:
    """Return what is still to be done, if that is why the run went as it did."""
    for failure in _failures(trace):
        site = _place(failure)
        if failure.type == "NotImplementedError":
            own = site is not None and site.file == source.name
            if site is not None and own:
                text = unfinished_text(source, site.function, site.line, failure.message)
                return Unfinished(text)
            where = f" in {site.function}(), line {site.line} of {site.file}" if site else ""
            return Unfinished(_unfinished(where, failure.message))
        missing = is_missing(failure)
        if missing and site and site.file == scenario_file:
            return Unfinished(
                f"{missing[1]}() is not in {source.name}. The check calls it by this name: "
                f"keep the names that the skeleton has.",
                missing=True,
            )
    return None


def unfinished_text(source: SourceText, function: str, line: int, message: str) -> str:
    """Return what is told of a TODO that was met in a function of the submission."""
    where = f" in {function}(), {source.layout.place(line)} of {source.name}"
    return _unfinished(where, message)


def _unfinished(where: str, message: str) -> str:
    todo = f": {message}" if message else ""
    return f"Not done yet{where}{todo}. Write this part, and check again."


def with_call_explained(finding: Finding, trace: Trace, file: str, scenario_file: str) -> Finding:
    """Say which side chose the arguments, where the check's own call of a function failed."""
    failure = trace.failure
    if failure is None or failure.type != "TypeError" or not _WRONG_CALL.match(failure.message):
        return finding
    site = _place(failure)
    if site is None or site.file != scenario_file:
        return finding
    more = (
        f"The check calls this function as the skeleton defines it. Compare its parameters in "
        f"{file} with those of the skeleton."
    )
    return replace(finding, message=f"{finding.message}\n{more}")


def is_missing(failure: Failure) -> re.Match[str] | None:
    """Return the match, with the name, if a module lacks what was asked of it."""
    return _NO_ATTRIBUTE.fullmatch(failure.message) if failure.type == "AttributeError" else None


def _failures(trace: Trace) -> Iterable[Failure]:
    """Return every exception of a run: of the scenario, of its tasks, and those kept by a pool."""
    if trace.failure is not None:
        yield trace.failure
    yield from (task.failure for task in trace.tasks if task.failure is not None)
    for step in trace.steps:
        for event in step.events:
            if event.kind == "swallowed" and isinstance(event.value, dict):
                kind, message = event.value.get("type"), event.value.get("message")
                yield Failure(str(kind), str(message), (event.site,) if event.site else ())


def _place(failure: Failure) -> Site | None:
    return failure.frames[-1] if failure.frames else None

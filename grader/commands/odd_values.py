"""Does each judgement come to a verdict, whatever a program returns and does?

Where a judgement breaks instead of failing, a student gets no verdict. So each is fed values of
other shapes than it expects: a list of odd ones, and the reference's own with one part of it
changed. What it sees of the run may be anything as well: each value comes with no run at all, with
the reference's own, and with half of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain

from grader.checks.declare import Check
from grader.checks.expect import Unsure
from grader.checks.load import CheckFile, load_checks
from grader.course.course import Exercise
from grader.errors import GraderFault
from grader.handins.submission import read_submission
from grader.judging.examiner import program_of, settings_of
from grader.judging.judge import judge
from grader.kernel.controller import Controller
from grader.kernel.sandbox import SandboxError
from grader.model.source import SourceText
from grader.model.trace import Json, Option, TaskRecord, Trace
from grader.search.machine import OpenMachine
from grader.settings import Settings

ANYTHING: tuple[Json, ...] = (
    None, True, 0, -1, 10**18, 0.5, "", "text", [], [None], [0, 0], ["a", "b"], [[]], [[0], [1]],
    [[0, 1], "x"], [1, [None]], {}, {"a": None}, {"0": [0]}, [{"a": 1}],
)  # fmt: skip
"""Values that a student's function may return in place of what was asked for."""

PARTS: tuple[Json, ...] = (None, -1, 0.5, "text", [], {})
"""What stands in the place of one part of the reference's value, or comes after its last item.

One of each type: a judgement that asks for the type meets each other one. -1 is also what a count
or a time never is.
"""


@dataclass(frozen=True, slots=True)
class Seen:
    """A run that a judgement is shown, with another value than its own."""

    words: str  # what of a run it is: "" for none at all
    trace: Trace


def broken_by_values(
    exercise: Exercise, settings: Settings, open_machine: OpenMachine | None = None
) -> list[str]:
    """Return for each check that breaks with what: the value, the run, and the error.

    Without a reference, or where that does not return, the odd values alone are tried.
    """
    checks = load_checks(exercise.checks)
    reference = _reference(exercise)
    runs: dict[str, list[Trace]] = {}  # by a scenario's name
    found = []
    for check in checks.checks:
        name = check.scenario.name
        if name not in runs:
            runs[name] = _runs(checks, check, reference, settings, open_machine or Controller)
        if broken := _breaks(check, runs[name]):
            found.append(broken)
    return found


def changed(value: Json) -> Iterator[Json]:
    """Yield a value with one part of it odd, or absent, or with one more."""
    yield from PARTS
    if isinstance(value, list):
        yield from (value[1:], value[:-1], [*value, *value[-1:]])
        yield from ([*value, part] for part in PARTS)
        for place, item in enumerate(value):
            for other in changed(item):
                yield [*value[:place], other, *value[place + 1 :]]
    elif isinstance(value, dict):
        for key, item in value.items():
            yield {name: value[name] for name in value if name != key}
            for other in changed(item):
                yield {**value, key: other}


def _breaks(check: Check, runs: list[Trace]) -> str:
    main = TaskRecord(0, "main", "process", 0, None, False, False, None, "ended", exit_code=0)
    nothing = Trace("returned", None, None, (), (main,), clock=check.clock or "patient")
    for value in ANYTHING:
        if told := _told(check, Seen("", nothing), value):
            return told
    for run in runs:
        values = list(chain([run.value], changed(run.value)))
        half = run.steps[: len(run.steps) // 2]
        for seen in (
            Seen("", replace(nothing, clock=run.clock)),
            Seen(" in a run without steps", replace(run, steps=())),
            Seen(" in half of a right run", replace(run, steps=half)),
            Seen(" in a right run", run),
        ):
            for value in values:
                if told := _told(check, seen, value):
                    return told
    return ""


def _told(check: Check, seen: Seen, value: Json) -> str:
    try:
        judge(check, replace(seen.trace, value=value))
    except Unsure as unsure:
        return f"{check.name} breaks on the value {value!r}{seen.words}: {unsure.__cause__}"
    return ""


def _reference(exercise: Exercise) -> SourceText | None:
    if exercise.solutions is None:
        return None
    source = read_submission(exercise.solutions / exercise.file).source
    return source and SourceText(exercise.file, source.text)


def _runs(
    checks: CheckFile,
    check: Check,
    reference: SourceText | None,
    settings: Settings,
    open_machine: OpenMachine,
) -> list[Trace]:
    """Return a run of the reference under each clock; none that did not return."""
    if reference is None:
        return []
    program = program_of(checks, check, reference)
    try:
        with open_machine(program, settings_of(check.scenario, settings)) as machine:
            runs = [machine.run(_first, clock=clock) for clock in check.scenario.clocks]
    except (GraderFault, SandboxError):  # told where the reference is proved
        return []
    return [run for run in runs if run.status == "returned"]


def _first(options: tuple[Option, ...]) -> int:
    return 0

"""A toy machine: a submission says in its comments how each of its schedules ends.

Each line ``#: {...}`` is one schedule's end, as JSON with fields of Trace, or ``{"fault": text}``
for a machine that breaks. One step chooses among them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from grader.course.course import Exercise
from grader.handins.submission import Submission
from grader.judging.grading import grade_exercise
from grader.kernel.errors import KernelFault
from grader.model.program import Program
from grader.model.results import ExerciseReport
from grader.model.source import SourceText
from grader.model.trace import (
    Clock,
    Failure,
    Option,
    Pending,
    Site,
    Step,
    SwitchAt,
    TaskRecord,
    Trace,
)
from grader.search.machine import Pick
from grader.settings import Settings

SETTINGS = Settings(schedules=20)

CHECKS = '''\
from grader import Run, check, expect, scenario


@scenario
def sell(student):
    return student.sell_all()


@scenario(clock="patient")
def refund(student):
    return student.refund()


@check(sell, points=2)
def test_sold_once(run: Run) -> None:
    """A ticket is sold once.

    Hint: What is between looking and selling?
    """
    expect(run.shaped(0) <= 1, f"It was sold {run.value} times.")


@check(sell, points=1, cause="lost-item")
def test_sold_at_all(run: Run) -> None:
    "A ticket is sold."
    assert run.shaped(0) >= 1


@check(refund, points=3)
def test_refund(run: Run) -> None:
    "A ticket can be given back."
    assert run.value != "no"
'''

SKELETON = """\
def sell_all():
    raise NotImplementedError('TODO')
#: {"failure": ["NotImplementedError", "TODO", "lock.py", 2]}
"""


class ToyMachine:
    """Runs a toy submission; counts its runs."""

    def __init__(self, program: Program) -> None:
        self.ends = [json.loads(x[3:]) for x in program.source.splitlines() if x.startswith("#: ")]
        self.name = program.function
        self.isolation = SimpleNamespace(words="a toy")
        self.runs = 0

    def run(
        self,
        pick: Pick,
        *,
        clock: Clock = "patient",
        switch_at: SwitchAt = "calls",
        detailed: bool = False,
    ) -> Trace:
        self.runs += 1
        site = Site("lock.py", 1, "sell_all")
        count = max(1, len(self.ends))
        options = tuple(
            Option(Pending(number, "write", "mem:1", "w", None, site)) for number in range(count)
        )
        choice = pick(options) if len(options) > 1 else 0
        end = dict(self.ends[choice]) if self.ends else {"value": 1}
        if "fault" in end:
            raise KernelFault(end["fault"])
        failure = end.get("failure")
        if failure is not None:
            kind, message, file, line = failure
            end["failure"] = Failure(kind, message, (Site(file, line, "sell_all"),))
        digest = hashlib.sha256(json.dumps([choice, clock, switch_at]).encode()).hexdigest()
        return Trace(
            status=end.get("status", "raised" if failure else "returned"),
            value=end.get("value"),
            failure=end.get("failure"),
            steps=(Step(0, 0.0, options, choice, ()),),
            tasks=tuple(
                TaskRecord(n, f"clerk-{n}", "process", n, None, False, False, None, "ended")
                for n in range(count)
            ),
            clock=clock,
            switch_at=switch_at,
            uncontrolled=tuple(end.get("uncontrolled", ())),
            detailed=detailed,
            digest=digest,
        )


class ToyShop:
    """Opens toy machines, and remembers them; importing a submission always goes well."""

    def __init__(self) -> None:
        self.opened: list[tuple[Program, Settings, ToyMachine]] = []

    @contextmanager
    def __call__(self, program: Program, settings: Settings) -> Iterator[ToyMachine]:
        if not program.function:
            yield ToyMachine(replace(program, source=ends(None)))
            return
        machine = ToyMachine(program)
        self.opened.append((program, settings, machine))
        yield machine


def ends(*ways: Any) -> str:
    """Return a toy submission whose schedules end in these ways: a value, or a dict."""
    as_dicts = [way if isinstance(way, dict) else {"value": way} for way in ways]
    return "".join(f"#: {json.dumps(way)}\n" for way in as_dicts)


def submission(text: str) -> Submission:
    return Submission("lock.py", SourceText("lock.py", text))


def make_course(folder: Path, checks: str = CHECKS, skeleton: str = SKELETON) -> Path:
    """Make a course of one exercise; return the folder of exercises."""
    exercise = folder / "exercises" / "03_lock"
    exercise.mkdir(parents=True)
    (exercise / "README.md").write_text("# Tickets: nobody oversells\n\nSell them.\n")
    (exercise / "lock.py").write_text(skeleton)
    (exercise / "checks.py").write_text(checks)
    return folder / "exercises"


def grade(exercise: Exercise, *ways: Any, **options: Any) -> ExerciseReport:
    """Grade a toy submission whose schedules end in these ways."""
    options.setdefault("open_machine", ToyShop())
    return grade_exercise(exercise, submission(ends(*ways)), SETTINGS, **options)

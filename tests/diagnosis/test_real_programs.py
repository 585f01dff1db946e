"""Each small program, run under control: its exact cause, its lines, its story; or silence."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast, get_args

import pytest

from grader.commands.explore import Result, explore_file
from grader.model.causes import Cause
from grader.model.trace import StartMethod
from grader.settings import Settings

FOLDER = Path(__file__).parent / "programs"
ONLY_NAMED_BY_A_JUDGEMENT = {*("not-concurrent", "too-many-inside", "wrong-prediction", "deadlock")}
"""Causes that no program shows by itself: see ``test_named_cause.py`` for them."""


@dataclass(frozen=True)
class Case:
    path: Path
    expected: str | None
    tasks: tuple[tuple[str, int], ...]
    schedules: int
    method: StartMethod
    since: tuple[int, ...]  # the first version that knows what the program uses
    deviations: int  # of the failing schedule that is nearest to the default one, at most

    @property
    def cause(self) -> str:
        return self.path.parent.name

    @property
    def story(self) -> Path:
        """What is told: another text where Python itself goes another way from 3.14 on."""
        newer = self.path.with_suffix(".since-3.14.txt")
        if sys.version_info >= (3, 14) and newer.exists():
            return newer
        return self.path.with_suffix(".txt")


def read(path: Path) -> Case:
    said = dict(re.findall(r"^# (\w+): (.*)$", path.read_text(), re.MULTILINE))
    tasks = [part.rsplit(" ", 1) for part in said.get("tasks", "").split(", ") if part]
    usual = 40 if path.parent.name == "right" else 80  # and five times as many in the long tier
    return Case(
        path,
        said.get("expect"),
        tuple((name, int(line)) for name, line in tasks),
        int(said.get("schedules", usual)),
        cast(StartMethod, said.get("method", "fork")),
        tuple(map(int, said.get("since", "3.11").split("."))),
        int(said.get("deviations", 1)),
    )


CASES = [read(path) for path in sorted(FOLDER.glob("*/*.py"))]


def explored(case: Case) -> Result:
    settings = Settings(
        schedules=case.schedules,
        start_method=case.method,
        steps=400,
        cpu_seconds=0.5,
        sleeping_seconds=0.5,
        processes=16,
    )
    return explore_file(str(case.path), settings, expected=case.expected)


def is_minimal(result: Result, most: int) -> bool:
    """Say whether the failing schedule is as near to the default one as the program says."""
    failure = result.exploration.failure
    assert failure is not None
    deviations = sum(choice > 0 for choice in failure.trace.schedule)
    return deviations == 0 or (deviations <= most and failure.number > 1)


def named(case: Case) -> str:
    return f"{case.cause}/{case.path.stem}"


@pytest.mark.parametrize("case", [c for c in CASES if c.cause != "right"], ids=named)
def test_the_cause_is_named_with_its_place(case: Case) -> None:
    if sys.version_info < case.since:
        pytest.skip(f"nothing before {case.since} has what it uses")
    result = explored(case)
    finding = result.finding
    assert finding is not None, "nothing was found"
    assert is_minimal(result, case.deviations)
    assert finding.cause == case.cause, finding.message
    stood = {(task.name, task.line) for task in finding.tasks}
    assert set(case.tasks) <= stood
    assert finding.message.endswith(finding.advice)
    assert "task 0" not in finding.message
    if case.story.exists():
        assert finding.message + "\n" == case.story.read_text()


@pytest.mark.parametrize("case", [c for c in CASES if c.cause == "right"], ids=named)
def test_nothing_is_said_of_a_right_program(case: Case) -> None:
    result = explored(case)
    assert result.finding is None, result.finding
    assert result.exploration.schedules >= 1


@pytest.mark.long
@pytest.mark.parametrize("case", [c for c in CASES if c.cause == "right"], ids=named)
def test_nothing_is_said_of_a_right_program_in_many_schedules(case: Case) -> None:
    assert explored(replace(case, schedules=200)).finding is None


def test_every_cause_has_a_program_and_a_story() -> None:
    causes = set(get_args(Cause)) - ONLY_NAMED_BY_A_JUDGEMENT
    assert {case.cause for case in CASES} == causes | {"right"}
    assert {case.cause for case in CASES if case.story.exists()} == causes

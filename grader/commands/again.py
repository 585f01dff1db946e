"""The commands in a report that show a failing run again: they work where they are read."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from grader.model.results import CheckResult, ExerciseReport


def with_commands(report: ExerciseReport, path: Path, more: Sequence[str] = ()) -> ExerciseReport:
    """Return the report with commands that run the file at ``path``; ``more`` are their options."""
    checks = tuple(
        replace(check, replay_command=_command(check, path, report.exercise, more))
        if check.replay_command and check.finding
        else check
        for check in report.checks
    )
    return replace(report, checks=checks)


def _command(check: CheckResult, path: Path, exercise: str, more: Sequence[str]) -> str:
    token = check.finding.replay if check.finding else ""
    words = ["grader", "replay", token, str(path), "--check", f"{exercise}/{check.name}", *more]
    return shlex.join(words)

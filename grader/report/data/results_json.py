"""results.json, and the same form of one student's report for an interrupted run to go on with.

The fields are documented in README.md of this folder. Reading is strict: what was not written by
this version is a ValueError. Traces and the source's text are not kept.
"""

from __future__ import annotations

from typing import Any, cast, get_args

from grader.model.causes import Cause
from grader.model.finding import Finding, Kind, TaskView
from grader.model.results import CheckResult, ClassReport, ExerciseReport, StudentReport, Verdict
from grader.model.source import SourceText
from grader.model.trace import Json, TaskState
from grader.report.data.explore_json import finding_json

FORMAT = 1
"""Raised when a field changes its meaning or goes; a new field alone does not raise it."""


def class_to_json(report: ClassReport) -> dict[str, Json]:
    """Return the whole object of results.json."""
    return {
        "format": FORMAT,
        "grader": report.version,
        "course": report.course,
        "course_folder": report.course_folder,
        "title": report.title,
        "isolation": report.isolation,
        "seed": report.seed,
        "seconds": round(report.seconds, 3),
        "notes": list(report.notes),
        "students": [student_to_json(student) for student in report.students],
    }


def student_to_json(report: StudentReport) -> dict[str, Json]:
    """Return one student's object of results.json."""
    return {
        "student": report.student,
        "earned": report.earned,
        "points": report.points,
        "bonus": report.bonus,
        "bonus_points": report.bonus_points,
        "open": report.open,
        "isolation": report.isolation,
        "course_folder": report.course_folder,
        "input_hash": report.input_hash,
        "notes": list(report.notes),
        "exercises": [_exercise_json(exercise) for exercise in report.exercises],
    }


def _exercise_json(report: ExerciseReport) -> dict[str, Json]:
    return {
        "exercise": report.exercise,
        "title": report.title,
        "file": report.source.name if report.source else None,
        "earned": report.earned,
        "points": report.points,
        "bonus": report.bonus,
        "bonus_points": report.bonus_points,
        "open": report.open,
        "notes": list(report.notes),
        "seconds": round(report.seconds, 3),
        "checks": [_check_json(check) for check in report.checks],
    }


def _check_json(check: CheckResult) -> dict[str, Json]:
    return {
        "name": check.name,
        "title": check.title,
        "verdict": check.verdict,
        "earned": check.earned,
        "points": check.points,
        "bonus": check.bonus,
        "missing": check.missing,
        "message": check.message,
        "finding": finding_json(check.finding),
        "hints": list(check.hints),
        "schedules": check.schedules,
        "bound": check.bound,
        "start_method": check.start_method,
        "replay_command": check.replay_command,
    }


def student_from_json(data: object) -> StudentReport:
    """Return the report that ``student_to_json`` wrote, without traces and source texts.

    Raises ValueError for anything that it can't have written.
    """
    try:
        return _student(data)
    except (KeyError, TypeError) as error:
        raise ValueError(f"not a student's report: {error!r}") from None


def _student(data: Any) -> StudentReport:
    return StudentReport(
        student=_is(str, data["student"]),
        exercises=tuple(_exercise(item) for item in _is(list, data["exercises"])),
        notes=_texts(data["notes"]),
        input_hash=_is(str, data["input_hash"]),
        isolation=_is(str, data["isolation"]),
        course_folder=_is(str, data["course_folder"]),
    )


def _exercise(data: Any) -> ExerciseReport:
    file = data["file"]
    return ExerciseReport(
        exercise=_is(str, data["exercise"]),
        title=_is(str, data["title"]),
        source=None if file is None else SourceText(_is(str, file), ""),
        checks=tuple(_check(item) for item in _is(list, data["checks"])),
        notes=_texts(data["notes"]),
        seconds=_number(data["seconds"]),
    )


def _check(data: Any) -> CheckResult:
    return CheckResult(
        name=_is(str, data["name"]),
        title=_is(str, data["title"]),
        points=_number(data["points"]),
        earned=_number(data["earned"]),
        verdict=cast(Verdict, _one_of(Verdict, data["verdict"])),
        message=_is(str, data["message"]),
        finding=None if data["finding"] is None else _finding(data["finding"]),
        hints=_texts(data["hints"]),
        schedules=_is(int, data["schedules"]),
        bound=_is(str, data["bound"]),
        start_method=_is(str, data["start_method"]),
        replay_command=_is(str, data["replay_command"]),
        bonus=_truth(data["bonus"]),
        missing=_truth(data["missing"]),
    )


def _finding(data: Any) -> Finding:
    return Finding(
        kind=cast(Kind, _one_of(Kind, data["kind"])),
        cause=cast(Cause, _one_of(Cause, data["cause"])),
        message=_is(str, data["message"]),
        advice=_is(str, data["advice"]),
        replay=_is(str, data["replay"]),
        schedule=_is(int, data["schedule"]),
        tasks=tuple(_task(item) for item in _is(list, data["tasks"])),
    )


def _task(data: Any) -> TaskView:
    return TaskView(
        name=_is(str, data["name"]),
        state=cast(TaskState, _one_of(TaskState, data["state"])),
        line=None if data["line"] is None else _is(int, data["line"]),
        file=_is(str, data["file"]),
        cell=None if data["cell"] is None else _is(int, data["cell"]),
        holds=_texts(data["holds"]),
        waits_for=None if data["waits_for"] is None else _is(str, data["waits_for"]),
    )


def _is(kind: Any, value: Any) -> Any:
    if not isinstance(value, kind) or isinstance(value, bool):
        raise TypeError(f"{value!r} is no {kind}")
    return value


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"{value!r} is neither true nor false")
    return value


def _number(value: Any) -> float:
    return float(_is(int | float, value))


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(_is(str, item) for item in _is(list, value))


def _one_of(kinds: Any, value: Any) -> str:
    if value not in get_args(kinds):
        raise TypeError(f"{value!r} is none of {get_args(kinds)}")
    return cast(str, value)

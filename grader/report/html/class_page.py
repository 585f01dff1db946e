"""What the class's page shows, worked out: the table, and what is most often wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from grader.model.causes import CAUSES, Cause
from grader.model.results import ClassReport, ExerciseReport, StudentReport
from grader.report.html.student_page import VERDICTS
from grader.report.score_words import had_cell, had_text

FLAT_HEADS = 8
"""Exercises whose names can stand side by side as heads of columns."""

SHARED_BY = 12
"""Causes, and checks, that are listed as most often wrong."""


@dataclass(frozen=True, slots=True)
class Common:
    """Something that is wrong in several hand-ins."""

    name: str
    text: str
    students: tuple[tuple[str, str], ...]  # name and link

    @property
    def count(self) -> int:
        """How many students."""
        return len(self.students)


@dataclass(frozen=True, slots=True)
class CellView:
    """One exercise of one student in the table."""

    exercise: ExerciseReport
    word: str
    sign: str
    css: str


@dataclass(frozen=True, slots=True)
class StudentRow:
    """One student in the table."""

    report: StudentReport
    link: str  # "" where there is no page
    cells: tuple[CellView | None, ...]


@dataclass(frozen=True, slots=True)
class ClassView:
    """The page of a class."""

    report: ClassReport
    exercises: tuple[tuple[str, str, str, str, float], ...]
    """Name, title, what can be had in words and in a cell ("of 10", "10"), and the mean earned."""
    rows: tuple[StudentRow, ...]
    causes: tuple[Common, ...]
    checks: tuple[Common, ...]
    unsure: tuple[tuple[StudentRow, str, str, str], ...]  # student, exercise, check, message
    tampering: tuple[tuple[StudentRow, str], ...]  # student, exercise

    @property
    def many(self) -> bool:
        """Whether the heads of the columns have to stand upright."""
        return len(self.exercises) > FLAT_HEADS

    @property
    def mean(self) -> float:
        """The mean of what the students earned."""
        return sum(row.report.earned for row in self.rows) / max(1, len(self.rows))

    @property
    def full(self) -> int:
        """How many students have all points that can be had without bonus points."""
        return sum(row.report.full for row in self.rows)

    @property
    def with_bonus(self) -> int:
        """How many students have bonus points."""
        return sum(row.report.bonus > 0 for row in self.rows)


def class_view(report: ClassReport, links: Mapping[str, str]) -> ClassView:
    """Return what the page of a class shows."""
    names = list(dict.fromkeys(e.exercise for s in report.students for e in s.exercises))
    rows = tuple(_row(student, names, links) for student in report.students)
    return ClassView(
        report,
        tuple(_exercise(report, name) for name in names),
        rows,
        _causes(rows),
        _checks(rows),
        tuple(
            (row, exercise.exercise, check.title, check.message)
            for row in rows
            for exercise in row.report.exercises
            for check in exercise.checks
            if check.verdict == "unsure"
        ),
        tuple((row, name) for row in rows for name in row.report.tampering),
    )


def _exercise(report: ClassReport, name: str) -> tuple[str, str, str, str, float]:
    found = [e for s in report.students for e in s.exercises if e.exercise == name]
    worth = max(found, key=lambda exercise: exercise.points + exercise.bonus_points)
    mean = sum(exercise.earned for exercise in found) / len(found)
    return name, found[0].title, had_text(worth), had_cell(worth), mean


def _row(student: StudentReport, names: list[str], links: Mapping[str, str]) -> StudentRow:
    by_name = {exercise.exercise: exercise for exercise in student.exercises}
    cells = tuple(_cell(by_name[name]) if name in by_name else None for name in names)
    # Quoted, so that no name can be taken for a scheme or a place on another machine.
    return StudentRow(student, quote(links.get(student.student, "").lstrip("/")), cells)


def _cell(exercise: ExerciseReport) -> CellView:
    word, sign = VERDICTS[exercise.verdict]
    return CellView(exercise, word, sign, exercise.verdict)


def _causes(rows: tuple[StudentRow, ...]) -> tuple[Common, ...]:
    students: dict[Cause, dict[str, str]] = {}
    for row in rows:
        for cause in row.report.causes:
            students.setdefault(cause, {})[row.report.student] = row.link
    ordered = sorted(students.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(
        Common(cause, CAUSES[cause].line, tuple(who.items())) for cause, who in ordered[:SHARED_BY]
    )


def _checks(rows: tuple[StudentRow, ...]) -> tuple[Common, ...]:
    students: dict[tuple[str, str], dict[str, str]] = {}
    for row in rows:
        for exercise in row.report.exercises:
            for check in exercise.checks:
                if check.verdict == "failed":
                    found = students.setdefault((exercise.exercise, check.title), {})
                    found[row.report.student] = row.link
    ordered = sorted(students.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(
        Common(exercise, title, tuple(who.items()))
        for (exercise, title), who in ordered[:SHARED_BY]
    )

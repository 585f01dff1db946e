"""What the class's page shows, worked out: the table, and what is most often wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from grader.model.finding import Cause
from grader.model.results import ClassReport, ExerciseReport, StudentReport
from grader.report.html.student_page import VERDICTS
from grader.report.score_words import had_cell, had_text

CAUSES: Mapping[Cause, str] = {
    "lock-cycle": "locks are taken in different orders, and processes wait in a circle",
    "self-lock": "a lock is taken again by who holds it already",
    "lock-never-released": "a lock is not given back on every way out",
    "no-more-producers": "a consumer waits for an item that nobody will send",
    "no-more-consumers": "a producer waits for room that nobody will make",
    "task-done-missing": "an item is not marked done",
    "join-before-drain": "a process is joined before its queue is emptied",
    "pipe-end-left-open": "a pipe's end is left open, so its end is never seen",
    "event-never-set": "an event that is waited for is never set",
    "semaphore-exhausted": "a semaphore's places are not given back",
    "condition-never-notified": "nobody notifies a condition that is waited on",
    "barrier-short": "too few come to a barrier",
    "pool-not-closed": "a pool is joined or left without being closed",
    "child-never-ends": "a process that is waited for never ends",
    "lost-update": "an update is lost: reading and writing are not kept together",
    "check-then-act": "something changes between looking and acting",
    "order-broken": "the order is not kept",
    "read-too-early": "a result is read before it is there",
    "duplicate-item": "an item is taken twice",
    "lost-item": "an item gets lost",
    "over-released": "a lock or semaphore is given back too often",
    "too-many-inside": "more are inside at once than allowed",
    "torn-message": "several use one end of a pipe at once",
    "child-failed": "a process fails",
    "swallowed-exception": "an exception that nobody collects",
    "orphan": "a process outlives the program",
    "busy-wait": "waiting in a loop that never sleeps",
    "sleep-as-synchronisation": "sleep is used where waiting for each other is needed",
    "unreliable-query": "a decision is taken on empty(), full() or qsize()",
    "not-concurrent": "processes run one after another",
    "needs-fork": "it works only where processes are forked",
    "not-shared": "an ordinary variable is expected to be shared",
    "wrong-prediction": "a process is thought to be in a state that it is not in",
    "hung-outside-control": "the program hangs in a loop or a call of its own",
    "not-supported": "it uses what the grader can't control",
    "tampering": "the program meddles with the grader",
    "resource-limit": "too much memory, output or too many processes",
    "import-error": "the file can't be imported",
    "not-done": "not done yet",
    "exception": "an exception",
    "wrong-value": "a wrong result",
    "deadlock": "a deadlock",
}
"""Every cause in a teacher's words."""

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
        for exercise in row.report.exercises:
            for check in exercise.checks:
                if check.verdict == "failed" and check.finding is not None:
                    found = students.setdefault(check.finding.cause, {})
                    found[row.report.student] = row.link
    ordered = sorted(students.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(
        Common(cause, CAUSES[cause], tuple(who.items())) for cause, who in ordered[:SHARED_BY]
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

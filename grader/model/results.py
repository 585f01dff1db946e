"""What reports are made of: the results of grading, as frozen plain data.

Every report (terminal, HTML, JSON, CSV, JUnit) is a pure function of these.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from grader.model.causes import Cause
from grader.model.finding import Finding
from grader.model.source import SourceText
from grader.model.trace import Trace

Verdict = Literal["passed", "failed", "not-done", "unsure"]
"""passed    full points for this check
failed    the submission is wrong, and the finding says why
not-done  the TODO is still there, or there is nothing to check (no file, no function)
unsure    the grader's own fault or a disturbed machine: its points are open, and it is loud
"""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One check of one submission."""

    name: str  # "test_no_ticket_is_sold_twice"
    title: str  # the sentence: "Two clerks never sell the same ticket."
    points: float  # that can be had
    earned: float
    verdict: Verdict
    message: str = ""  # the story, or why it is not done or unsure; empty when passed
    finding: Finding | None = None
    trace: Trace | None = None  # the failing run, detailed, for the picture
    hints: tuple[str, ...] = ()  # from a question to a pointer
    schedules: int = 0
    bound: str = ""  # what was searched, in words
    start_method: str = ""  # how its processes were started by default; empty: nothing was run
    replay_command: str = ""  # a line for the terminal that shows the failing run again
    bonus: bool = False  # its points come on top of those that can be had
    missing: bool = False  # not done since what was given out has gone: a function, a file, checks

    @property
    def to_do(self) -> bool:
        """Whether nobody has begun what it asks for: a TODO that is left is not wrong."""
        return self.verdict == "not-done" and not self.missing


class Graded:
    """Whatever holds checks: their points, summed up.

    Bonus points count in what is earned, and never in what can be had.
    """

    __slots__ = ()

    @property
    def checks(self) -> tuple[CheckResult, ...]:
        """All checks, in order."""
        raise NotImplementedError

    @property
    def points(self) -> float:
        """Points that can be had, without bonus points."""
        return sum(check.points for check in self.checks if not check.bonus)

    @property
    def earned(self) -> float:
        """Points earned, with bonus points."""
        return sum(check.earned for check in self.checks)

    @property
    def bonus(self) -> float:
        """Bonus points among those that were earned."""
        return sum(check.earned for check in self.checks if check.bonus)

    @property
    def bonus_points(self) -> float:
        """Bonus points that could be earned."""
        return sum(check.points for check in self.checks if check.bonus)

    @property
    def open(self) -> float:
        """Points of what the grader could not decide, bonus points too: neither earned nor lost."""
        return sum(check.points for check in self.checks if check.verdict == "unsure")

    @property
    def full(self) -> bool:
        """Whether all points that can be had were earned; bonus points make up for none."""
        return all(check.earned >= check.points for check in self.checks if not check.bonus)

    @property
    def unsure(self) -> tuple[CheckResult, ...]:
        """The checks that the grader could not decide."""
        return tuple(check for check in self.checks if check.verdict == "unsure")

    @property
    def right_so_far(self) -> bool:
        """Whether all that was begun is right, bonus points too; what is to do does not count."""
        return all(check.verdict == "passed" or check.to_do for check in self.checks)


@dataclass(frozen=True, slots=True)
class ExerciseReport(Graded):
    """One exercise of one student."""

    exercise: str  # folder's name: "03_lock"
    title: str  # from the first heading of its README.md
    source: SourceText | None  # None: nothing was handed in
    # A field of its own, since Graded's property would be taken for its default value.
    checks: tuple[CheckResult, ...] = field()
    notes: tuple[str, ...] = ()  # about the file: misnamed, extra, encoding ...
    seconds: float = 0.0
    isolation: str = ""  # in words; empty where nothing had to be run

    @property
    def begun(self) -> bool:
        """Whether anything of it is more than a TODO."""
        return not all(check.to_do for check in self.checks)

    @property
    def verdict(self) -> Verdict:
        """The verdict on the whole: the worst of those on its checks.

        Bonus points count where there are no others, or where the grader could not decide.
        """
        asked = {check.verdict for check in self.checks if not check.bonus}
        every = {check.verdict for check in self.checks}
        if self.unsure:
            return "unsure"
        worst: tuple[Verdict, ...] = ("failed", "not-done")
        return next((verdict for verdict in worst if verdict in (asked or every)), "passed")


def isolation_of(exercises: Iterable[ExerciseReport]) -> str:
    """Return in words what protected the machine from a student: as in the first that was run."""
    return next((report.isolation for report in exercises if report.isolation), "")


@dataclass(frozen=True, slots=True)
class StudentReport(Graded):
    """All exercises of one student."""

    student: str  # as shown: the folder's or file's name
    exercises: tuple[ExerciseReport, ...]
    notes: tuple[str, ...] = ()  # about the hand-in as a whole: extra files, links ...
    input_hash: str = ""  # sha256 of what was handed in: a resumed run compares it
    isolation: str = ""  # in words
    course_folder: str = ""  # whose checks these are

    @property
    def checks(self) -> tuple[CheckResult, ...]:
        """All checks, in order."""
        return tuple(check for exercise in self.exercises for check in exercise.checks)

    @property
    def unsure(self) -> tuple[CheckResult, ...]:
        """The checks that the grader could not decide."""
        return tuple(check for check in self.checks if check.verdict == "unsure")

    @property
    def causes(self) -> tuple[Cause, ...]:
        """Each cause for which a check failed, once."""
        failed = (check for check in self.checks if check.verdict == "failed")
        return tuple(dict.fromkeys(check.finding.cause for check in failed if check.finding))

    @property
    def tampering(self) -> tuple[str, ...]:
        """The exercises in which the student's program meddled with the grader."""
        return tuple(
            exercise.exercise
            for exercise in self.exercises
            if any(
                c.finding is not None and c.finding.cause == "tampering" for c in exercise.checks
            )
        )


@dataclass(frozen=True, slots=True)
class ClassReport:
    """A whole folder of submissions."""

    title: str
    students: tuple[StudentReport, ...]
    version: str  # of the grader
    isolation: str
    seed: int
    seconds: float = 0.0
    notes: tuple[str, ...] = ()  # about the folder: what in it is no hand-in
    course: str = ""  # sha256 of what was asked and how it was checked
    course_folder: str = ""  # where that is

"""One submission before the checks of one exercise: what grading and pytest's plugin both call."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import dataclass, replace

from grader.checks.declare import Check
from grader.checks.load import CheckFile
from grader.course.course import Exercise
from grader.handins.submission import Submission, read_submission
from grader.judging.deadline import OutOfTime, deadline
from grader.judging.examiner import Examiner, result
from grader.judging.not_done.files import precluded
from grader.kernel.controller import Controller, SharedSandbox
from grader.model.results import CheckResult, Verdict
from grader.model.source import SourceText
from grader.search.machine import OpenMachine
from grader.settings import Settings


@dataclass(frozen=True, slots=True)
class Unrun:
    """What every check of an exercise gets, known without a run."""

    verdict: Verdict
    message: str
    gone: bool = False  # the student's own file is not where it lay, which is no TODO

    def result(self, check: Check) -> CheckResult:
        """Return the result of one check."""
        return replace(result(check, self.verdict, self.message), missing=self.gone)


def what_to_run(
    exercise: Exercise, submission: Submission, *, in_place: bool
) -> SourceText | Unrun:
    """Return the source that is to be examined, or what is known before anything of it runs.

    ``in_place``: it is the exercise's own file, since a student works in the course's folder.
    There is no skeleton then to compare it with, and only its TODOs tell.
    """
    skeleton = None if in_place else read_submission(exercise.skeleton).source
    known = precluded(submission, skeleton.text if skeleton else "")
    if known is None:
        assert submission.source is not None, "what has no source is known without a run"
        return submission.source
    verdict, message = known
    gone = in_place and submission.source is None
    return Unrun(verdict, message, gone and verdict == "not-done")


class Examination:
    """The checks of one exercise on what was handed in for it; one sandbox serves them all.

    ``wanted`` are the names of the checks that will be asked for (default: all); with
    ``run_todos`` also those are run whose TODO the source tells; ``open_machine`` is how runs are
    opened in place of that sandbox. Close it at the end.
    """

    def __init__(
        self,
        exercise: Exercise,
        checks: CheckFile,
        source: SourceText,
        settings: Settings,
        *,
        wanted: Iterable[str] | None = None,
        run_todos: bool = False,
        open_machine: OpenMachine | None = None,
    ) -> None:
        self._sandbox = SharedSandbox()
        self._examiner = Examiner(
            checks,
            source,
            settings,
            exercise=exercise.name,
            wanted=wanted,
            open_machine=open_machine or self._sandbox.controller,
            run_todos=run_todos,
            reference=_reference(exercise),
            open_other=open_machine or Controller,
        )

    @property
    def isolation(self) -> str:
        """In words, as the last sandbox had it; "" before there was one."""
        return self._examiner.isolation

    def result(self, check: Check, seconds: float | None = None) -> CheckResult:
        """Return the result of one check; never raises for what a submission does.

        A check that takes longer than so many seconds, or that whoever called interrupts with
        ``pytest.fail``, as pytest-timeout does, is unsure, and its scenario is not run again.
        """
        import pytest  # only where checks are run, for which their assertions were rewritten

        try:
            with nullcontext() if seconds is None else deadline(seconds):
                return self._examiner.examine(check)
        except (OutOfTime, pytest.fail.Exception) as end:
            return self._examiner.give_up(
                check,
                f"The grader did not come to an end: {end} It may be its own fault, a disturbed "
                f"machine, or a program that computes for long in every run.",
            )

    def close(self) -> None:
        """End the submission's sandbox."""
        self._sandbox.close()


def _reference(exercise: Exercise) -> SourceText | None:
    """Return the exercise's own solution, where it is at hand: in the mirrored folder."""
    beside = exercise.folder.resolve().parent.parent / "solutions" / exercise.name
    read = read_submission((exercise.solutions or beside) / exercise.file)
    return None if read.problem else read.source

"""One submission -> ExerciseReport."""

from __future__ import annotations

import os
import time
import traceback
import warnings
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial

from grader.checks.declare import Check, CheckError
from grader.checks.load import load_checks
from grader.checks.source import read_checks
from grader.course.course import Exercise
from grader.handins.parsed import parsed
from grader.handins.submission import Submission
from grader.judging.examination import Examination, Unrun, what_to_run
from grader.judging.examiner import result
from grader.judging.marks import skipped, time_limit
from grader.judging.not_done.source import todo_met
from grader.judging.rewriting import load_rewritten
from grader.model.results import CheckResult, ExerciseReport
from grader.search.machine import OpenMachine
from grader.settings import Settings
from grader.text import shortened

Progress = Callable[[str, int, int], None]
"""Called as each check begins with its title, its number (from 1) and how many there are."""


def grade_exercise(
    exercise: Exercise,
    submission: Submission,
    settings: Settings,
    progress: Progress | None = None,
    *,
    only: str | None = None,
    in_place: bool = False,
    run_todos: bool = False,
    open_machine: OpenMachine | None = None,
) -> ExerciseReport:
    """Grade one submission by the checks of one exercise: the whole pipeline.

    ``progress(title, number, count)`` is called as each check begins; ``only`` names the one
    check to run; ``in_place`` says that the exercise's own file was edited; with ``run_todos``
    also those checks are run whose TODO the source tells. Call it in a process's main thread,
    where a check that does not come to its end can be interrupted.
    Raises CheckError for a checks.py that can't be used; never for what a submission does.
    """
    began = time.monotonic()
    source = what_to_run(exercise, submission, in_place=in_place)
    isolation = ""
    with warnings.catch_warnings():
        # They are for whoever writes the checks, and pytest shows them. Neither they nor an
        # interpreter's options that make errors of them may change a grade.
        warnings.simplefilter("ignore")
        # What is not judged needs no rewriting, nor pytest, which takes long to import.
        load = load_checks if isinstance(source, Unrun) else load_rewritten
        checks = load(exercise.checks)
        wanted = checks.checks if only is None else (checks.check(only),)
        if isinstance(source, Unrun):
            results = _each(wanted, source.result, progress)
        else:
            examination = Examination(
                exercise,
                checks,
                source,
                settings,
                wanted=[check.name for check in wanted],
                run_todos=run_todos,
                open_machine=open_machine,
            )
            with closing(examination):
                results = _each(wanted, partial(_examine, examination), progress)
            isolation = examination.isolation
    return ExerciseReport(
        exercise=exercise.name,
        title=exercise.title,
        source=submission.source,
        checks=results,
        notes=submission.notes,
        seconds=time.monotonic() - began,
        isolation=isolation,
    )


def _each(
    checks: Sequence[Check], examine: Callable[[Check], CheckResult], progress: Progress | None
) -> tuple[CheckResult, ...]:
    results = []
    for number, check in enumerate(checks, 1):
        if progress is not None:
            progress(check.title, number, len(checks))
        results.append(examine(check))
    return tuple(results)


def _examine(examination: Examination, check: Check) -> CheckResult:
    """Return the result of one check, whatever goes wrong: the grader's own fault is unsure."""
    import pytest  # it is there by now, for the rewriting

    why = skipped(check)
    try:
        if why is None:
            return examination.result(check, time_limit(check))
    except pytest.skip.Exception as skip:  # a judgement may call it
        why = str(skip)
    except Exception as fault:
        return result(check, "unsure", _own_fault(fault))
    return result(check, "unsure", f"The grader did not come to this check: it is skipped. {why}")


def _own_fault(fault: Exception) -> str:
    """Say what broke in the grader, and where."""
    last = traceback.extract_tb(fault.__traceback__)[-1]
    what = shortened(f"{type(fault).__name__}: {fault}")
    return (
        f"The grader did not come to an end: {what}, in line {last.lineno} of "
        f"{os.path.basename(last.filename)}. This is its own fault, and not the submission's."
    )


def needs_no_run(exercise: Exercise, submission: Submission) -> bool:
    """Say whether the verdicts on a submission are known from its source alone.

    Runs nothing, the checks neither; in doubt the answer is no.
    """
    source = submission.source
    if source is None or submission.problem:
        return True
    try:
        checks = read_checks(exercise.checks)
    except CheckError:
        return False
    written = parsed(source)
    return bool(checks.scenarios) and all(
        todo_met(written, checks, name) for name in checks.scenarios
    )

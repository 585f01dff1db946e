"""Several exercises side by side, each graded in a process of its own on a processor of its own.

One exploration stays on one processor: keeping it there costs less than it would gain by two.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing.queues import Queue

from grader.course.course import Course, Exercise
from grader.handins.submission import Submission
from grader.judging.grading import Progress, grade_exercise, needs_no_run
from grader.model.results import ExerciseReport, StudentReport, isolation_of
from grader.settings import Settings

_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class ExerciseJob:
    """One submission, to be graded by the checks of one exercise."""

    exercise: Exercise
    submission: Submission
    in_place: bool = False  # the exercise's own file was edited


def grade_student(
    student: str,
    course: Course,
    submissions: Mapping[str, Submission],
    settings: Settings,
    *,
    cores: Sequence[int] = (),
    notes: tuple[str, ...] = (),
    input_hash: str = "",
) -> StudentReport:
    """Grade one student's submissions, by the exercise's name: one for each.

    ``cores``: numbers of the processors to use. Raises what ``grade_all`` does.
    """
    work = [ExerciseJob(exercise, submissions[exercise.name]) for exercise in course.exercises]
    reports = tuple(grade_all(work, settings, cores))
    return StudentReport(
        student=student,
        exercises=reports,
        notes=notes,
        input_hash=input_hash,
        isolation=isolation_of(reports),
        course_folder=str(course.folder),
    )


def grade_all(
    work: Sequence[ExerciseJob],
    settings: Settings,
    cores: Sequence[int],
    progress: Progress | None = None,
) -> Iterator[ExerciseReport]:
    """Yield the reports in the order of the work, as many at a time as there are processors.

    What needs no run is decided in this process. With one job or one processor, everything
    happens here, and
    ``progress`` hears of each check; its main thread must be the caller. Raises what
    ``grade_exercise`` does, and BrokenProcessPool if a process was killed.
    """
    run = [one for one in work if not needs_no_run(one.exercise, one.submission)]
    if len(run) < 2 or len(cores) < 2:
        for one in work:
            yield _grade(one, settings, progress)
        return
    # Spawned, since the engine forks from processes without threads only.
    context = multiprocessing.get_context("spawn")
    free = context.Queue()
    for core in cores:
        free.put(core)
    count = min(len(cores), len(run))
    pool = ProcessPoolExecutor(
        count, mp_context=context, initializer=_begin, initargs=(free, os.getpid())
    )
    try:
        reports = pool.map(_grade, run, [settings] * len(run))
        for one in work:
            yield next(reports) if one in run else _grade(one, settings)
    except BaseException:
        for process in multiprocessing.active_children():
            process.terminate()  # a sandbox ends by itself once its grader has gone
        raise
    finally:
        pool.shutdown(cancel_futures=True)
        free.close()


def _grade(
    one: ExerciseJob, settings: Settings, progress: Progress | None = None
) -> ExerciseReport:
    return grade_exercise(one.exercise, one.submission, settings, progress, in_place=one.in_place)


def _begin(free: Queue[int], parent: int) -> None:
    """Take a processor, and end with the parent; Ctrl-C is for the parent to act on."""
    os.sched_setaffinity(0, {free.get()})
    # A handler, for what is ignored would stay ignored in the submission's processes.
    signal.signal(signal.SIGINT, lambda signum, frame: None)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    end_with(parent, signal.SIGTERM)


def end_with(parent: int, signum: int) -> None:
    """Have this process get a signal when the parent has ended, and at once if it already has."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signum)
    if os.getppid() != parent:
        signal.raise_signal(signum)

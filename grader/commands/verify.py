"""The course proves itself: each solution gets what it must get, and no file is astray.

The skeleton scores nothing and is not done; the reference and every solution in ``right/`` get
full points; each wrong solution fails the check that its folder names, with the cause that its
first line names, with several seeds within half of the check's schedules; each check has a wrong
solution; each judgement copes with any value; what the skeleton gives is the same in every
solution.
"""

from __future__ import annotations

import multiprocessing
import os
import re
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from grader.checks.declare import CheckError
from grader.checks.load import load_checks
from grader.commands.astray import astray_around, astray_in
from grader.commands.given_parts import differences
from grader.commands.margins import Margin
from grader.commands.odd_values import broken_by_values
from grader.commands.parallel import end_with
from grader.course.course import CHECKS, Course, Exercise
from grader.handins.submission import Submission, read_submission
from grader.judging.examiner import settings_of
from grader.judging.grading import grade_exercise
from grader.model.causes import CAUSES
from grader.model.results import CheckResult, ExerciseReport
from grader.model.source import SourceText
from grader.report.score_words import sum_text
from grader.search.machine import OpenMachine
from grader.settings import Settings

Kind = Literal["course", "files", "judgements", "given", "skeleton", "reference", "right", "wrong"]

_CAUSE = re.compile(r"# cause: ([\w-]+)")


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing to prove about one exercise; for "course" about the folders around them."""

    kind: Kind
    exercise: Exercise | None
    course: Course
    path: Path  # the solution, or the folder that is looked at

    @property
    def name(self) -> str:
        """What it is called in a report: "03_lock: wrong/test_x/bug.py"."""
        if self.exercise is None:
            return "course"
        if self.kind in ("right", "wrong") and self.exercise.solutions is not None:
            return f"{self.exercise.name}: {self.path.relative_to(self.exercise.solutions)}"
        return f"{self.exercise.name}: {self.kind}"


@dataclass(frozen=True, slots=True)
class Proof:
    """What was expected of a subject, and what was seen."""

    kind: Kind
    exercise: str  # folder's name; "" for the course as a whole
    subject: str
    expected: str
    seen: str
    ok: bool
    margin: Margin | None = None  # of a wrong solution that was caught
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Verification:
    """All proofs of a course, in its order."""

    proofs: tuple[Proof, ...]

    @property
    def ok(self) -> bool:
        """Whether everything was as expected."""
        return all(proof.ok for proof in self.proofs)

    @property
    def failed(self) -> tuple[Proof, ...]:
        """The proofs in which something else was seen."""
        return tuple(proof for proof in self.proofs if not proof.ok)


def verify(
    course: Course,
    settings: Settings,
    *,
    jobs: int = 1,
    only: Exercise | None = None,
    seeds: int = 1,
    progress: Callable[[Proof, int, int], None] | None = None,
    open_machine: OpenMachine | None = None,
) -> Verification:
    """Prove a course, or one exercise of it, in up to ``jobs`` processes at once.

    Each wrong solution must be caught with each of ``seeds`` seeds, counted from the settings' own.

    ``progress(proof, number, count)`` is called as each proof is there, in any order.
    What is wrong with a course is not raised: it is a proof that failed.
    """
    todo = [s for s in subjects(course) if only is None or s.exercise == only]
    proofs: dict[int, Proof] = {}

    def keep(place: int, proof: Proof) -> None:
        proofs[place] = proof
        if progress is not None:
            progress(proof, len(proofs), len(todo))

    if jobs == 1:
        for place, subject in enumerate(todo):
            keep(place, prove(subject, settings, open_machine, seeds))
    else:
        # Spawned, since the engine forks from processes without threads only.
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(
            jobs, context, initializer=end_with, initargs=(os.getpid(), signal.SIGTERM)
        ) as pool:
            futures = {
                pool.submit(prove, s, settings, open_machine, seeds): place
                for place, s in enumerate(todo)
            }
            for future in as_completed(futures):
                keep(futures[future], future.result())
    return Verification(tuple(proofs[place] for place in range(len(todo))))


def subjects(course: Course) -> Iterator[Subject]:
    """Yield all that is to be proved, in the course's order."""
    yield Subject("course", None, course, course.folder)
    for exercise in course.exercises:
        yield Subject("files", exercise, course, exercise.folder)
        yield Subject("judgements", exercise, course, exercise.checks)
        yield Subject("given", exercise, course, exercise.solutions or exercise.folder)
        yield Subject("skeleton", exercise, course, exercise.skeleton)
        if exercise.solutions is None:
            continue
        yield Subject("reference", exercise, course, exercise.solutions / exercise.file)
        for path in sorted(exercise.solutions.glob("right/*.py")):
            yield Subject("right", exercise, course, path)
        for path in sorted(exercise.solutions.glob("wrong/*/*.py")):
            yield Subject("wrong", exercise, course, path)


def prove(
    subject: Subject,
    settings: Settings,
    open_machine: OpenMachine | None = None,
    seeds: int = 1,
) -> Proof:
    """Prove one subject."""
    began = time.monotonic()
    try:
        proof = _prove(subject, settings, open_machine, seeds)
    except CheckError as error:
        proof = _proof(subject, f"a {CHECKS} that can be used", str(error), False)
    except OSError as error:
        seen = f"{error.filename} can't be read: {error.strerror}"
        proof = _proof(subject, "files that can be read", seen, False)
    return replace(proof, seconds=time.monotonic() - began)


def _proof(subject: Subject, expected: str, seen: str, ok: bool) -> Proof:
    name = subject.exercise.name if subject.exercise else ""
    return Proof(subject.kind, name, subject.name, expected, seen, ok)


def _prove(
    subject: Subject, settings: Settings, open_machine: OpenMachine | None, seeds: int
) -> Proof:
    exercise = subject.exercise
    if exercise is None:
        return _complaints(subject, "no files astray", astray_around(subject.course))
    if subject.kind == "files":
        return _complaints(subject, "every file in its place", astray_in(exercise))
    if subject.kind == "judgements":
        broken = broken_by_values(exercise, settings, open_machine)
        return _complaints(subject, "a verdict on any value", broken)
    if subject.kind == "given":
        complaints = [found.told(subject.path) for found in differences(exercise)]
        return _complaints(subject, "what is given as in the skeleton", complaints)
    submission = _read(subject.path, exercise)
    if subject.kind == "wrong":
        return _caught(subject, exercise, submission, settings, open_machine, seeds)
    if subject.kind == "skeleton" and submission.source is not None:
        # An untouched skeleton is recognised without a run; here its TODOs must show it.
        touched = f"{submission.source.text}\n# Handed in.\n"
        submission = replace(submission, source=SourceText(exercise.file, touched))
    report = grade_exercise(
        exercise,
        submission,
        settings,
        run_todos=subject.kind == "skeleton",
        open_machine=open_machine,
    )
    if subject.kind == "skeleton":
        ok = report.earned == 0 and all(c.verdict == "not-done" for c in report.checks)
        return _proof(subject, "0 points, every check not-done", _sum(report, "not-done"), ok)
    ok = all(c.verdict == "passed" and c.earned == c.points for c in report.checks)
    return _proof(subject, "full points", _sum(report, "passed"), ok)


def _caught(
    subject: Subject,
    exercise: Exercise,
    submission: Submission,
    settings: Settings,
    open_machine: OpenMachine | None,
    seeds: int,
) -> Proof:
    """Prove that the check whose folder a wrong solution lies in catches it, with every seed."""
    name = subject.path.parent.name
    if submission.source is None:
        return _proof(subject, f"{name} fails", submission.problem, False)
    cause = _cause_named_in(submission.source.text)
    expected = f"{name} fails: {cause}"
    checks = {check.name: check for check in load_checks(exercise.checks).checks}
    if name not in checks:
        return _proof(subject, expected, f"{CHECKS} has no check {name}", False)
    if cause not in CAUSES:
        return _proof(
            subject, expected, "its first line is not '# cause: <one of the causes>'", False
        )
    margin = Margin(budget=settings_of(checks[name].scenario, settings).schedules)
    for seed in range(settings.seed, settings.seed + seeds):
        report = grade_exercise(
            exercise,
            submission,
            settings.with_("proof", seed=seed),
            only=name,
            open_machine=open_machine,
        )
        (result,) = report.checks
        seen = _in_words(result)
        if result.finding is None or result.verdict != "failed" or result.finding.cause != cause:
            told = f"{seen}, seed {seed}" if seed != settings.seed else seen
            return _proof(subject, expected, told, False)
        margin = margin.with_(result.finding.schedule)
        if margin.same_with_any_seed:
            break
    if seeds > 1 and not margin.wide:
        return _proof(subject, f"{expected}, {margin.wanted}", f"{seen}, {margin.seen}", False)
    return replace(_proof(subject, expected, seen, True), margin=margin)


def _read(path: Path, exercise: Exercise) -> Submission:
    """Return a solution as if a student had handed it in, under the right name."""
    submission = read_submission(path)
    source = submission.source
    if source is None:
        return submission
    return Submission(exercise.file, SourceText(exercise.file, source.text), submission.problem)


def _cause_named_in(program: str) -> str:
    found = _CAUSE.fullmatch(program.partition("\n")[0].strip())
    return found[1] if found else ""


def _cause(result: CheckResult) -> str:
    return result.finding.cause if result.finding is not None else ""


def _in_words(result: CheckResult) -> str:
    cause = f": {_cause(result)}" if result.finding is not None else ""
    more = f" ({result.bound})" if result.verdict == "passed" else f": {result.message}"
    return f"{result.name} {result.verdict}{cause}{'' if cause else more}"


def _sum(report: ExerciseReport, wanted: str) -> str:
    words = [sum_text(report)]
    words += [_in_words(check) for check in report.checks if check.verdict != wanted]
    return "; ".join(words)


def _complaints(subject: Subject, expected: str, complaints: list[str]) -> Proof:
    return _proof(subject, expected, "; ".join(complaints) or "as expected", not complaints)

"""``grader check``: which file is meant for which exercise, and which hint comes next."""

from __future__ import annotations

import hashlib
import json
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from grader.asked import asked_by
from grader.course import Course, CourseError, Exercise
from grader.files import write_whole
from grader.handin import HandIn, match_files
from grader.report.model import CheckResult, ExerciseReport
from grader.several import Assignment
from grader.submission import read_submission


class CheckUsage(Exception):
    """What was asked to be checked can't be told; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Target:
    """One file to be checked by one exercise."""

    exercise: Exercise
    path: Path
    notes: tuple[str, ...] = ()

    def assignment(self) -> Assignment:
        """Return what is handed in."""
        edited = self.path.resolve() == self.exercise.skeleton.resolve()
        submission = read_submission(self.path, asked=asked_by(self.exercise))
        submission = replace(submission, notes=(*self.notes, *submission.notes))
        return Assignment(self.exercise, submission, in_place=edited)

    def with_commands(self, report: ExerciseReport, here: Path, more: str) -> ExerciseReport:
        """Return the report with replay commands that work in the folder ``here``.

        ``more`` are options to add to them, for the shell.
        """
        resolved, start = self.path.resolve(), here.resolve()
        near = resolved.relative_to(start) if resolved.is_relative_to(start) else resolved
        checks = tuple(
            replace(check, replay_command=f"{_command(check, near, report.exercise)}{more}")
            if check.replay_command and check.finding
            else check
            for check in report.checks
        )
        return replace(report, checks=checks)


def _command(check: CheckResult, path: Path, exercise: str) -> str:
    token = check.finding.replay if check.finding else ""
    words = ["grader", "replay", token, str(path), "--check", f"{exercise}/{check.name}"]
    return shlex.join(words)


def targets(
    words: Sequence[str], course: Course, here: Path, only: Exercise | None = None
) -> tuple[Target, ...]:
    """Return what the words of a command line mean: files, exercises, or nothing at all.

    Without words: the exercise in whose folder ``here`` is, else all exercises. ``only`` says for
    which exercise a file is, where its name does not. Raises CheckUsage.
    """
    if words:
        return tuple(_target(word, course, here, only) for word in words)
    if only:
        return (_own_file(only),)
    inside = [e for e in course.exercises if here.resolve().is_relative_to(e.folder.resolve())]
    return tuple(_own_file(exercise) for exercise in inside or course.exercises)


def _own_file(exercise: Exercise) -> Target:
    """Return the exercise's own file as the target, with a note of its other form beside it."""
    path = exercise.skeleton
    other = path.with_suffix(".py" if path.suffix == ".ipynb" else ".ipynb")
    if not other.is_file():
        return Target(exercise, path)
    return Target(
        exercise,
        path,
        (f"{other.name} is there too, and was not checked: grader check {other.name}",),
    )


def _target(word: str, course: Course, here: Path, only: Exercise | None) -> Target:
    path = here / word
    for exercise in course.exercises:
        if path.resolve() == exercise.folder.resolve():
            return _own_file(exercise)
        if path.resolve() == exercise.skeleton.resolve():
            return Target(exercise, exercise.skeleton)
    if path.is_dir() and only:
        path = path / only.file
    if path.is_file():
        return _file_target(path, course, only)
    try:
        exercise = course.find(word)
    except CourseError as error:
        raise CheckUsage(f"{word!r} is no file. {error}") from None
    named = exercise.folder / Path(word).name
    return Target(exercise, named) if named.is_file() else _own_file(exercise)


def _file_target(path: Path, course: Course, only: Exercise | None) -> Target:
    if only:
        return Target(only, path)
    hand_in = HandIn("", path.parent, (path,))
    matches, _ = match_files(hand_in, course.exercises)
    for match in matches:
        if match.path is not None:
            return Target(match.exercise, path, match.notes)
    names = ", ".join(exercise.name for exercise in course.exercises)
    raise CheckUsage(
        f"The name {path.name} does not tell for which exercise it is. Say it with "
        f"--exercise NAME; there are {names}."
    )


class Hints:
    """Remembers in a small file how many hints were given, so that the next one can come next."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def next(self, target: Target, report: ExerciseReport) -> Mapping[str, int]:
        """Return by check name how many hints to show: one more for the first that failed."""
        known = self._load()
        for check in report.checks:
            if check.verdict in ("failed", "not-done") and check.hints:
                place = f"{target.path.resolve()}\0{target.exercise.name}/{check.name}"
                key = hashlib.sha256(place.encode("utf-8", "surrogateescape")).hexdigest()[:16]
                count = min(known.get(key, 0) + 1, len(check.hints))
                self._save({**known, key: count})
                return {check.name: count}
        return {}

    def _load(self) -> dict[str, int]:
        try:
            data = json.loads(self._path.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        items = data.items() if isinstance(data, dict) else ()
        return {key: value for key, value in items if isinstance(value, int)}

    def _save(self, known: Mapping[str, int]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(self._path, json.dumps(known))

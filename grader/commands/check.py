"""``grader check``: which file is meant for which exercise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from grader.checks.asked import asked_by
from grader.checks.declare import CheckError
from grader.checks.load import load_checks
from grader.commands.parallel import ExerciseJob
from grader.course.copies import Copy
from grader.course.course import CHECKS, Course, CourseError, Exercise
from grader.errors import UsageError
from grader.handins.folder import FILES_LIMIT, HandIn
from grader.handins.matching import match_files
from grader.handins.submission import SUFFIXES, Submission, read_submission
from grader.model.results import CheckResult, ExerciseReport


class CheckUsage(UsageError):
    """It is not clear what is to be checked; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Target:
    """One file to be checked by one exercise."""

    exercise: Exercise
    path: Path
    notes: tuple[str, ...] = ()
    in_copy: bool = False  # it is the own file of a copy of the exercise's folder

    def job(self) -> ExerciseJob:
        """Return what is handed in."""
        edited = self.in_copy or self.path.resolve() == self.exercise.skeleton.resolve()
        if self.exercise.problem and edited and not (self.in_copy or self.path.is_file()):
            submission = replace(_not_there(self.exercise), notes=self.notes)
            return ExerciseJob(self.exercise, submission, in_place=True)
        submission = read_submission(self.path, asked=asked_by(self.exercise))
        submission = replace(submission, notes=(*self.notes, *submission.notes))
        return ExerciseJob(self.exercise, submission, in_place=edited)

    def unusable(self) -> ExerciseReport | None:
        """Return what is told where the exercise's checks can't be used, else None."""
        try:
            load_checks(self.exercise.checks)
        except CheckError as error:
            why = (
                f"The checks of {self.exercise.name} can't be used: {error}. Nothing of it was "
                f"checked. Put back the {CHECKS} that was given out."
            )
            name = f"{CHECKS} can be used."
            # Missing: what was given out has gone, which is not a TODO that is still to be done.
            check = CheckResult(CHECKS, name, 0, 0, "not-done", why, missing=True)
            return ExerciseReport(self.exercise.name, self.exercise.title, None, (check,))
        return None

    def near(self, here: Path) -> Path:
        """Return the path of the file as it is written in the folder ``here``."""
        resolved, start = self.path.resolve(), here.resolve()
        return resolved.relative_to(start) if resolved.is_relative_to(start) else resolved


def _not_there(exercise: Exercise) -> Submission:
    return Submission(
        exercise.file,
        None,
        f"{exercise.problem} It is looked for under that name: rename your file, or put the one "
        f"that was given out there again. A file of any name is checked by "
        f"grader check FILE --exercise {exercise.name}",
    )


def targets(
    words: Sequence[str],
    course: Course,
    here: Path,
    only: Exercise | None = None,
    *,
    elsewhere: bool = False,
) -> tuple[Target, ...]:
    """Return what the words of a command line mean: files, exercises, or nothing at all.

    Without words: the exercise in whose folder ``here`` is, else all exercises; the files that lie
    in ``here`` where the course is ``elsewhere``. ``only`` is the exercise that a file is for,
    where its name does not say it. Raises CheckUsage.
    """
    if words:
        return tuple(_target(word, course, here, only) for word in words)
    if elsewhere:
        return _files_in(here, course, only)
    if only:
        return (_own_file(only, course),)
    real = here.resolve()
    for copy in course.copies:
        if real.is_relative_to(copy.folder.resolve()):
            return (_in_copy(copy, course),)
    inside = [e for e in course.exercises if real.is_relative_to(e.folder.resolve())]
    return tuple(_own_file(exercise, course) for exercise in inside or course.exercises)


def _own_file(exercise: Exercise, course: Course) -> Target:
    """Return the exercise's own file as the target, with notes on what lies beside it."""
    path = exercise.skeleton
    notes = [copy.note for copy in course.copies if copy.of == exercise.folder]
    if exercise.problem and path.is_file():
        notes.append(exercise.problem)
    other = path.with_suffix(".py" if path.suffix == ".ipynb" else ".ipynb")
    if other.is_file():
        notes.append(f"{other.name} is there too, and was not checked: grader check {other.name}")
    return Target(exercise, path, tuple(notes))


def _in_copy(copy: Copy, course: Course) -> Target:
    """Return the file in a copy of an exercise's folder, to be checked by that exercise."""
    exercise = next(one for one in course.exercises if one.folder == copy.of)
    note = f"{copy.folder.name} is checked as a copy of {exercise.name}."
    return Target(exercise, copy.folder / exercise.file, (note,), in_copy=True)


def _files_in(here: Path, course: Course, only: Exercise | None) -> tuple[Target, ...]:
    """Return the files of a folder outside a course whose names say their exercise."""
    files = sorted(path for path in here.iterdir() if path.suffix.lower() in SUFFIXES)[:FILES_LIMIT]
    exercises = (only,) if only else course.exercises
    matches, _ = match_files(HandIn("", here, tuple(files)), exercises)
    found = tuple(
        Target(match.exercise, match.path, (f"Checked by {match.exercise.folder}.", *match.notes))
        for match in matches
        if match.path is not None
    )
    if found:
        return found
    unclear = "".join(
        f" {note}" for match in matches for note in match.notes if note.startswith("More than one")
    )
    first = exercises[0]
    raise CheckUsage(
        f"There are no exercises in {here} or above it, and no file in it has the name of one "
        f"for the exercises in {course.folder}.{unclear} Go to the folder of your exercise, or "
        f"name your file and what it is for, as in: grader check FILE --exercise {first.name}"
    )


def _target(word: str, course: Course, here: Path, only: Exercise | None) -> Target:
    path = here / word
    for exercise in course.exercises:
        if path.resolve() == exercise.folder.resolve():
            return _own_file(exercise, course)
        if path.resolve() == exercise.skeleton.resolve():
            return Target(exercise, exercise.skeleton)
    for copy in course.copies:
        if path.resolve() == copy.folder.resolve():
            return _in_copy(copy, course)
    if path.is_dir() and only:
        path = path / only.file
    if path.is_file():
        return _file_target(path, course, only)
    try:
        exercise = course.find(word)
    except CourseError as error:
        raise CheckUsage(f"{word!r} is no file. {error}") from None
    named = exercise.folder / Path(word).name
    return Target(exercise, named) if named.is_file() else _own_file(exercise, course)


def _file_target(path: Path, course: Course, only: Exercise | None) -> Target:
    if only:
        return Target(only, path)
    hand_in = HandIn("", path.parent, (path,))
    matches, _ = match_files(hand_in, course.exercises)
    for match in matches:
        if match.path is not None:
            return Target(match.exercise, path, match.notes)
    for exercise in course.exercises:
        if path.parent.resolve() == exercise.folder.resolve() and path.name != CHECKS:
            note = f"{path.name} was taken for {exercise.file}, since it lies in {exercise.name}."
            return Target(exercise, path, (note,))
    names = ", ".join(exercise.name for exercise in course.exercises)
    raise CheckUsage(
        f"The name {path.name} does not say which exercise it is for. Say it with "
        f"--exercise NAME; there are {names}."
    )

"""A folder of exercises -> Course, Exercise. No registry: the folders are the course.

An exercise's place in the course is its folder's number; its title is the first heading of its
README.md; the file that is edited and handed in is the one of which that says "hand in", or else
the one .py (or notebook) beside checks.py. Copies of an exercise's folder are none of the course.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from grader.course.copies import Copy, without_copies
from grader.errors import UsageError

CHECKS = "checks.py"
README = "README.md"

_FOLDER = re.compile(r"(\d+)_(\w+)")
_HANDED_IN = re.compile(r"\bhand in `([^`\s]+)`")
_HEADING = re.compile(r"^#\s+(.+?)\s*#*\s*$", re.MULTILINE)


class CourseError(UsageError):
    """A folder that is no course or exercise: a message that says what is wrong and where."""


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise: where its files are, and what it is called."""

    name: str  # the folder's name: "03_lock"
    title: str
    folder: Path
    file: str  # "lock.py": the skeleton's name, and that of what is handed in
    solutions: Path | None  # the mirrored folder, which a student doesn't have
    problem: str = ""  # what is not as it must be: "event.py is missing in 05_event (found: ...)."

    @property
    def number(self) -> int:
        """Place in the course; 0 for a folder without a number."""
        found = _FOLDER.fullmatch(self.name)
        return int(found[1]) if found else 0

    @property
    def topic(self) -> str:
        """The folder's name without its number: "lock"."""
        found = _FOLDER.fullmatch(self.name)
        return found[2] if found else self.name

    @property
    def skeleton(self) -> Path:
        """The file that a student edits."""
        return self.folder / self.file

    @property
    def checks(self) -> Path:
        """The file with the checks."""
        return self.folder / CHECKS

    @property
    def readme(self) -> Path:
        """The task."""
        return self.folder / README

    @property
    def files(self) -> tuple[Path, ...]:
        """Every file that a student may see, however deep: the data for a program as well."""
        return tuple(
            path
            for path in sorted(self.folder.rglob("*"))
            if path.is_file()
            and not any(
                part.startswith(".") or part == "__pycache__"
                for part in path.relative_to(self.folder).parts
            )
        )


@dataclass(frozen=True, slots=True)
class Course:
    """All exercises of a folder, in order."""

    folder: Path
    solutions: Path | None
    exercises: tuple[Exercise, ...]
    copies: tuple[Copy, ...] = ()  # folders that were left out

    def find(self, word: str) -> Exercise:
        """Return the exercise of a folder's name, a number, a topic or a file's name.

        Raises CourseError, with the names there are, where nothing or more than one fits.
        """
        fitting = [exercise for exercise in self.exercises if _fits(exercise, word)]
        if len(fitting) == 1:
            return fitting[0]
        names = ", ".join(exercise.name for exercise in fitting or self.exercises)
        if fitting:
            raise CourseError(f"{word!r} fits more than one exercise: {names}. Name one of them.")
        raise CourseError(f"There is no exercise {word!r} in {self.folder}. There are: {names}.")

    def only(self, names: Collection[str]) -> Course:
        """Return the course with these exercises alone."""
        return replace(self, exercises=tuple(one for one in self.exercises if one.name in names))


def _fits(exercise: Exercise, word: str) -> bool:
    if word.isdecimal():
        return exercise.number == int(word)
    stem = Path(exercise.file).stem
    return word in (exercise.name, exercise.topic, stem, f"{stem}.py", f"{stem}.ipynb")


def is_numbered(name: str) -> bool:
    """Say whether a folder is called as an exercise is: "03_lock"."""
    return _FOLDER.fullmatch(name) is not None


def load_course(
    folder: Path,
    solutions: Path | None = None,
    *,
    besides: Callable[[Path], bool] = lambda folder: False,
    lenient: bool = False,
) -> Course:
    """Return the course of a folder of exercises.

    ``solutions`` is by default the folder of that name beside it, if it is there. Folders without
    a checks.py are no exercises (``grader verify`` says where one was forgotten), and neither are
    those that ``besides`` says yes to. Raises CourseError where the folder is no course, and,
    unless ``lenient``, where an exercise in it has a problem.
    """
    if not folder.is_dir():
        raise CourseError(f"There is no folder {folder}.")
    if solutions is None:
        beside = folder.resolve().parent / "solutions"
        solutions = beside if beside.is_dir() else None
    elif not solutions.is_dir():
        raise CourseError(f"There is no folder {solutions}.")
    folders, copies = without_copies(path for path in exercise_folders(folder) if not besides(path))
    if not folders:
        raise CourseError(f"No folder in {folder} holds a {CHECKS}, so it is no course.")
    found = [load_exercise(path, solutions and solutions / path.name) for path in folders]
    found.sort(key=lambda exercise: (exercise.number, exercise.name))
    if not lenient:
        _refuse_problems(folder, found)
    return Course(folder, solutions, tuple(found), copies)


def exercise_folders(folder: Path) -> list[Path]:
    """Return the folders in a folder that hold checks, but for hidden ones."""
    return [
        path.parent
        for path in folder.glob(f"*/{CHECKS}")
        if os.path.isfile(path)  # no error where the folder is shut, as of Path.is_file
        and not path.parent.name.startswith(".")
    ]


def _refuse_problems(folder: Path, exercises: list[Exercise]) -> None:
    for exercise in exercises:
        if exercise.problem:
            raise CourseError(f"The course in {folder} is not whole: {exercise.problem}")
    for one, other in pairwise(exercises):
        if one.number == other.number != 0:
            raise CourseError(f"{one.folder} and {other.folder} have the same number.")


def load_exercise(folder: Path, solutions: Path | None = None) -> Exercise:
    """Return the exercise of one folder; its ``problem`` says what is not as it must be.

    ``solutions`` is the mirrored folder; one that doesn't exist counts as None.
    Raises CourseError where the folder holds no checks.
    """
    name = folder.resolve().name
    if not (folder / CHECKS).is_file():
        raise CourseError(f"{folder} holds no {CHECKS}, so it is no exercise.")
    text, problem = _task(folder, name)
    heading = _HEADING.search(text)
    if heading is None and not problem:
        problem = f"{name}/{README} has no heading: its first line is the title."
    file, missing = _handed_in(folder, name, text)
    return Exercise(
        name,
        heading[1] if heading else name,
        folder,
        file,
        solutions if solutions is not None and solutions.is_dir() else None,
        missing or problem,
    )


def _task(folder: Path, name: str) -> tuple[str, str]:
    """Return the task's text, and what is wrong with it."""
    try:
        return (folder / README).read_text("utf-8"), ""
    except UnicodeDecodeError:
        return "", f"{name}/{README} is no UTF-8 text."
    except OSError as error:
        return "", f"{name}/{README} can't be read: {error.strerror}."


def _handed_in(folder: Path, name: str, readme: str) -> tuple[str, str]:
    """Return the name of the file that a student edits, and a problem where it is not there."""
    programs = [path.name for kind in ("*.py", "*.ipynb") for path in folder.glob(kind)]
    files = sorted(one for one in programs if one != CHECKS and (folder / one).is_file())
    named = list(dict.fromkeys(_HANDED_IN.findall(readme)))
    for wanted in (named, [_other_form(one) for one in named]):
        there = [one for one in wanted if one in files]
        if len(there) == 1:
            return there[0], ""
    if len(named) == 1:
        found = ", ".join(files) or "no other .py or notebook"
        return named[0], f"{named[0]} is missing in {name} (found: {found})."
    if len(files) == 1:
        return files[0], ""
    by_name = f"{name.partition('_')[2] or name}.py"
    return by_name, (
        f"{name} must hold one .py or notebook besides {CHECKS}, unless its {README} says "
        f'"hand in `NAME`". Files that could be handed in: {", ".join(files) or "none"}.'
    )


def _other_form(file: str) -> str:
    return str(Path(file).with_suffix(".py" if file.endswith(".ipynb") else ".ipynb"))

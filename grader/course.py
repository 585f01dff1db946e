"""A folder of exercises -> Course, Exercise. No registry: the folders are the course.

An exercise's place in the course is its folder's number; its title is the first heading of its
README.md; the file that is edited and handed in is the one .py (or notebook) beside checks.py.
Where a student has put others there too, it is the one of which the README says "hand in".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

CHECKS = "checks.py"
README = "README.md"

_FOLDER = re.compile(r"(\d+)_(\w+)")
_HANDED_IN = re.compile(r"\bhand in `([^`\s]+)`")
_HEADING = re.compile(r"^#\s+(.+?)\s*#*\s*$", re.MULTILINE)


class CourseError(Exception):
    """A folder that is no course or exercise: a message that says what is wrong and where."""


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise: where its files are, and what it is called."""

    name: str  # the folder's name: "03_lock"
    title: str
    folder: Path
    file: str  # "lock.py": the skeleton's name, and that of what is handed in
    solutions: Path | None  # the mirrored folder, which a student doesn't have

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


def _fits(exercise: Exercise, word: str) -> bool:
    if word.isdecimal():
        return exercise.number == int(word)
    stem = Path(exercise.file).stem
    return word in (exercise.name, exercise.topic, stem, f"{stem}.py", f"{stem}.ipynb")


def load_course(folder: Path, solutions: Path | None = None) -> Course:
    """Return the course of a folder of exercises.

    ``solutions`` is by default the folder of that name beside it, if it is there. Folders without
    a checks.py are no exercises (``grader verify`` says where one was forgotten).
    Raises CourseError, with the path, where the folder or an exercise in it is not as it must be.
    """
    if not folder.is_dir():
        raise CourseError(f"There is no folder {folder}.")
    if solutions is None:
        beside = folder.resolve().parent / "solutions"
        solutions = beside if beside.is_dir() else None
    elif not solutions.is_dir():
        raise CourseError(f"There is no folder {solutions}.")
    found = [
        load_exercise(path.parent, solutions and solutions / path.parent.name)
        for path in folder.glob(f"*/{CHECKS}")
    ]
    if not found:
        raise CourseError(f"No folder in {folder} holds a {CHECKS}, so it is no course.")
    found.sort(key=lambda exercise: (exercise.number, exercise.name))
    for one, other in pairwise(found):
        if one.number == other.number != 0:
            raise CourseError(f"{one.folder} and {other.folder} have the same number.")
    return Course(folder, solutions, tuple(found))


def load_exercise(folder: Path, solutions: Path | None = None) -> Exercise:
    """Return the exercise of one folder.

    ``solutions`` is the mirrored folder; one that doesn't exist counts as None.
    Raises CourseError, with the path, where the folder is not as it must be.
    """
    name = folder.resolve().name
    if not (folder / CHECKS).is_file():
        raise CourseError(f"{folder} holds no {CHECKS}, so it is no exercise.")
    try:
        text = (folder / README).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CourseError(f"{folder / README} can't be read: {error}") from None
    heading = _HEADING.search(text)
    if heading is None:
        raise CourseError(f"{folder / README} has no heading: its first line is the title.")
    mirrored = solutions if solutions is not None and solutions.is_dir() else None
    return Exercise(name, heading[1], folder, _handed_in(folder, text), mirrored)


def _handed_in(folder: Path, readme: str) -> str:
    """Return the name of the file that a student edits; raises CourseError."""
    programs = [path.name for kind in ("*.py", "*.ipynb") for path in folder.glob(kind)]
    files = sorted(name for name in programs if name != CHECKS)
    if len(files) == 1:
        return files[0]
    named = [name for name in dict.fromkeys(_HANDED_IN.findall(readme)) if name in files]
    if len(named) == 1:
        return str(named[0])
    raise CourseError(
        f"{folder} must hold one .py or notebook besides {CHECKS}, unless its {README} says "
        f'"hand in `NAME`". Files that could be handed in: {", ".join(files) or "none"}.'
    )


def find_exercises(start: Path) -> Path:
    """Return the course's folder for who stands in ``start``.

    ``start`` itself, a folder "exercises" in it, or the same for a folder above it; else the
    exercises beside the grader's own package. Raises CourseError where there is none.
    """
    start = start.resolve()
    here = Path(__file__).resolve().parent.parent
    for folder in (start, *start.parents, here):
        for candidate in (folder, folder / "exercises"):
            if any(candidate.glob(f"*_*/{CHECKS}")):
                return candidate
    raise CourseError(
        f"No exercises were found in {start} or above it. Name their folder with --exercises."
    )

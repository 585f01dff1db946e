"""``grader new``: the two folders of a new exercise, with all that ``grader verify`` asks for."""

from __future__ import annotations

import keyword
import re
import sys
from pathlib import Path

from grader.course.course import CourseError, exercise_folders
from grader.course.places import exercises_above
from grader.course.starter import starter_files

_NAME = re.compile(r"(\d+)_([a-z][a-z0-9_]*)")


def place_for_new(start: Path) -> Path:
    """Return where a new exercise goes: among those that are found from here upwards.

    Where there are none yet it is a folder ``exercises`` here.
    """
    return exercises_above(start) or start / "exercises"


def make_exercise(exercises: Path, name: str) -> list[Path]:
    """Write a new exercise into a folder of exercises, and its solutions into the mirror beside it.

    Returns the files. Raises CourseError for a name that is none, or is taken; nothing is written
    over.
    """
    topic = _topic(name)
    _refuse_taken(exercises, name)
    roots = {"exercises": exercises, "solutions": exercises.resolve().parent / "solutions"}
    for root in roots.values():
        if (root / name).exists():
            raise CourseError(f"{root / name} is there already, and is left as it is.")
    written = []
    for path, text in starter_files(name, topic).items():
        side, _, inside = path.partition("/")
        file = roots[side] / inside
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            with file.open("x", encoding="utf-8") as new:
                new.write(text)
        except OSError as error:
            raise CourseError(f"{file} can't be written: {error.strerror}.") from None
        written.append(file)
    return written


def _topic(name: str) -> str:
    found = _NAME.fullmatch(name)
    if found is None:
        raise CourseError(
            f"{name!r} is no name for an exercise: it is a number, an underscore and a topic in "
            "small letters, such as 30_topic."
        )
    topic = found[2]
    if keyword.iskeyword(topic):
        raise CourseError(
            f"{topic} is a word of Python's own, and no module can have its name: choose another "
            f"topic, such as {found[1]}_my_{topic}."
        )
    if topic in sys.stdlib_module_names:
        raise CourseError(
            f"{topic}.py would stand in the place of Python's own module {topic}: choose another "
            f"topic, such as {found[1]}_my_{topic}."
        )
    return topic


def _refuse_taken(exercises: Path, name: str) -> None:
    number = int(name.partition("_")[0])
    for folder in exercise_folders(exercises):
        found = _NAME.fullmatch(folder.name)
        if found is not None and int(found[1]) == number and folder.name != name:
            raise CourseError(
                f"{folder} has the number {number} already: a number is an exercise's place in the "
                "course."
            )

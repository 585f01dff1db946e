"""What students are given of a course: ``grader init DIR``. Tasks, skeletons and checks alone.

And the grader itself, as a wheel, so that they need nothing of ours that is elsewhere. What is
written over and what is left is ``handout_files``'s to say.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath

from grader.course.copies import without_copies
from grader.course.course import CHECKS, README, Course, Exercise, exercise_folders, is_numbered
from grader.course.handout_files import Handout, HandoutError, lay_out
from grader.course.handout_notebook import for_notebook, notebook, notebook_name
from grader.course.handout_texts import texts
from grader.course.wheel import FITTING, own_wheel

_LEFT_BEHIND = frozenset({"__pycache__"})


def make_handout(
    folder: Path, course: Course, *, notebooks: bool, package: str | None = None
) -> Handout:
    """Bring what is missing of the course into the folder, new or not.

    ``package`` is what students give to pip to get the grader (default: the wheel that lies in the
    handout). Raises HandoutError before anything is written, or where something can't be, and
    WheelError where the wheel can't be made.
    """
    here = folder.resolve()
    for ours in filter(None, (course.folder, course.solutions)):
        if here.is_relative_to(ours.resolve()):
            raise HandoutError(
                f"{folder} is in the course's own folder {ours}. Name a folder for the students."
            )
    if package is not None and len(package.splitlines()) != 1:
        raise HandoutError("What students give to pip (--package) is one line.")
    exercises = [_form(exercise, notebooks) for exercise in course.exercises]
    files = {name: text.encode() for name, text in texts(exercises, package).items()}
    if package is None:
        files |= _wheel()
    for exercise, given in zip(exercises, course.exercises, strict=True):
        files |= {f"{given.name}/{name}": data for name, data in _files(given, exercise).items()}
        _refuse_other_form(folder / given.name, exercise.file)
    try:
        made = lay_out(folder, files, only=FITTING)
    except OSError as error:
        name = error.filename or folder
        raise HandoutError(f"{name} can't be written to: {error.strerror}.") from None
    gone = [name for name, _ in made.older]
    before = _older_exercises(folder, course, gone)
    alone = [(name, "") for name in gone if PurePosixPath(name).parts[0] not in dict(before)]
    return replace(made, older=(*before, *alone))


def _older_exercises(folder: Path, course: Course, gone: Collection[str]) -> list[tuple[str, str]]:
    """Return the exercises there that the course has not, each with what has its topic now.

    A course that was renumbered leaves the folders of an older handout: the same tasks twice.
    ``gone`` are files that were once given; a copy that somebody made is no exercise.
    """
    names = {exercise.name for exercise in course.exercises}
    topics = {exercise.topic: exercise.name for exercise in course.exercises}
    there = [one for one in exercise_folders(folder) if is_numbered(one.name)]
    copies = {copy.folder for copy in without_copies(there)[1]}
    older = sorted(
        one.name
        for one in there
        if one.name not in names and (one not in copies or f"{one.name}/{CHECKS}" in gone)
    )
    return [(name, topics.get(name.partition("_")[2], "")) for name in older]


def _wheel() -> Mapping[str, bytes]:
    wheel = own_wheel()
    return {wheel.name: wheel.data}


def _form(exercise: Exercise, notebooks: bool) -> Exercise:
    return replace(exercise, file=notebook_name(exercise.file)) if notebooks else exercise


def _files(given: Exercise, made: Exercise) -> Mapping[str, bytes]:
    """Return an exercise's files as they are handed out, by their names in its folder."""
    files = {}
    try:
        for path in _own(given.folder):
            name = path.relative_to(given.folder).as_posix()
            if given.file == made.file or name not in (given.file, README):
                files[name] = path.read_bytes()
        if given.file != made.file:
            task, skeleton = (p.read_text("utf-8") for p in (given.readme, given.skeleton))
            files[README] = for_notebook(task, given.file).encode()
            files[made.file] = notebook(task, skeleton, given.file).encode()
    except SyntaxError as error:
        raise HandoutError(
            f"{given.skeleton}:{error.lineno}: {error.msg}. Only a skeleton that Python can read "
            f"can be made into a notebook."
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise HandoutError(f"{given.folder} can't be read: {error}") from None
    return files


def _own(folder: Path) -> Iterator[Path]:
    """Yield the files of an exercise, without what tools leave behind."""
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.name in _LEFT_BEHIND:
            continue
        if path.is_dir():
            yield from _own(path)
        elif path.is_file():
            yield path


def _refuse_other_form(folder: Path, file: str) -> None:
    """Raise HandoutError where the work is done in a program and would get a notebook beside it."""
    other = PurePosixPath(file).with_suffix(".py" if file.endswith(".ipynb") else ".ipynb").name
    if (folder / other).exists() and not (folder / file).exists():
        form = "notebooks" if file.endswith(".ipynb") else "programs"
        raise HandoutError(
            f"{folder / other} is there already, and the handout would put {file} beside it. Name "
            f"another folder for the handout with {form}."
        )

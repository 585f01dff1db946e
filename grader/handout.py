"""What students are given of a course: ``grader init DIR``. Tasks, skeletons and checks alone.

What lies in the folder already is never overwritten. So the command can be run again in the same
folder, say for a new exercise: what is missing is written, and what differs is left and named.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from grader.course import README, Course, Exercise
from grader.handout_notebook import for_notebook, notebook, notebook_name
from grader.handout_texts import WORKFLOW, WORKFLOW_NAME, readme_text

_LEFT_BEHIND = frozenset({"__pycache__"})


class HandoutError(Exception):
    """The handout can't be made; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Handout:
    """What was done, by the names of files within the folder, in order."""

    written: tuple[str, ...]
    same: tuple[str, ...]  # were there already
    left: tuple[str, ...]  # are there already, and are not what would have been written


def make_handout(folder: Path, course: Course, *, notebooks: bool, package: str) -> Handout:
    """Write what is missing of the course into the folder, new or not.

    ``package`` is what students give to pip to get the grader. Raises HandoutError before anything
    is written, or where something can't be.
    """
    here = folder.resolve()
    for ours in filter(None, (course.folder, course.solutions)):
        if here.is_relative_to(ours.resolve()):
            raise HandoutError(
                f"{folder} is in the course's own folder {ours}. Name a folder for the students."
            )
    exercises = [_form(exercise, notebooks) for exercise in course.exercises]
    files: dict[str, bytes] = {
        README: readme_text(exercises, package).encode(),
        WORKFLOW_NAME: WORKFLOW.format(package=package).encode(),
    }
    for exercise, given in zip(exercises, course.exercises, strict=True):
        files |= {f"{given.name}/{name}": data for name, data in _files(given, exercise).items()}
        _refuse_other_form(folder / given.name, exercise.file)
    try:
        return _write(folder, files)
    except OSError as error:
        name = error.filename or folder
        raise HandoutError(f"{name} can't be written to: {error.strerror}.") from None


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


def _write(folder: Path, files: Mapping[str, bytes]) -> Handout:
    """Write those that are not there; raises HandoutError before the first if one can't be."""
    there: dict[str, bool] = {}  # whether it is the same
    for name, data in files.items():
        path = folder / name
        for above in [folder, *(folder / p for p in list(PurePosixPath(name).parents)[-2::-1])]:
            if above.exists() and not above.is_dir():
                raise HandoutError(
                    f"{above} is a file, and the handout needs a folder of that name. Move it away."
                )
        if path.is_dir():
            raise HandoutError(
                f"{path} is a folder, and the handout needs a file of that name. Move it away."
            )
        if path.exists() or path.is_symlink():
            there[name] = _holds(path, data)
    written = [name for name in files if name not in there]
    for name in written:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:  # never over what somebody has made in this moment
            file.write(files[name])
    return Handout(
        tuple(written),
        tuple(name for name, same in there.items() if same),
        tuple(name for name, same in there.items() if not same),
    )


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.is_file() and path.read_bytes() == data
    except OSError:
        return False  # whatever it is, it is not ours to touch

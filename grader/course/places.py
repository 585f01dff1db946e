"""Where a course is looked for, and by which one a class may be graded.

A checks.py runs as whoever grades, outside of every sandbox. So the course of a class is never one
that lies where students' files do, nor one that somebody else can change unnoticed.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.course.course import Course, CourseError, exercise_folders, is_numbered, load_course
from grader.course.writers import Writer, writers


@dataclass(frozen=True, slots=True)
class Grounds:
    """The course that a class is graded by, and what its teacher should know of it."""

    course: Course
    notes: tuple[str, ...] = ()


def exercises_above(start: Path, handed_in: Sequence[Path] = ()) -> Path | None:
    """Return the course's folder for who stands in ``start``.

    ``start`` itself, a folder "exercises" in it, or the same for a folder above it: what holds a
    numbered folder with a checks.py. What lies in one of ``handed_in`` does not count.
    """
    start = start.resolve()
    for folder in (start, *start.parents):
        if found := _exercises_in(folder, handed_in):
            return found
    return None


def exercises_beside() -> Path | None:
    """Return the exercises beside the grader's own package: those of a checkout."""
    return _exercises_in(_checkout())


def _exercises_in(folder: Path, handed_in: Sequence[Path] = ()) -> Path | None:
    for candidate in (folder, folder / "exercises"):
        if any(
            is_numbered(one.name) and not _is_in(one, handed_in)
            for one in exercise_folders(candidate)
        ):
            return candidate
    return None


def _checkout() -> Path:
    return Path(__file__).resolve().parents[2]


def find_exercises(start: Path) -> Path:
    """Return the course's folder for who stands in ``start``, else that of a checkout.

    Raises CourseError where there is none.
    """
    found = exercises_above(start) or exercises_beside()
    if found is None:
        raise _none_found(start)
    return found


def _none_found(start: Path) -> CourseError:
    return CourseError(
        f"No exercises were found in {start} or above it. Name their folder with --exercises."
    )


def course_for_grading(start: Path, named: Path | None, handed_in: Sequence[Path]) -> Grounds:
    """Return the course to grade by: the one in ``named``, or what is found from ``start`` upwards.

    ``handed_in`` are the folders with students' files. A course that is found must be the
    teacher's own: nobody else may write to it, or to a folder on the way to it. One that was named
    may belong to a colleague or to a group, which is told; never to everybody.
    Raises CourseError.
    """
    if named is None:
        folder = exercises_above(start, handed_in)
        if folder is None and (beside := exercises_beside()) and not _is_in(beside, handed_in):
            folder = beside
        if folder is None:
            theirs = exercises_above(start) or exercises_beside()
            which = f", as that in {theirs}" if theirs else ""
            raise CourseError(
                f"No course was found in {start} or above it. What was handed in is never taken "
                f"for one{which}. Name the folder of your own exercises with --exercises."
            )
    else:
        folder = named
    if _is_in(folder, handed_in):
        raise CourseError(
            f"The course in {folder} lies in the folder of hand-ins or of what was unpacked from "
            f"them, and its checks.py would run as you, whoever wrote it. Name your own course, "
            f"outside of it, with --exercises."
        )
    course = load_course(folder, besides=lambda one: _is_in(one, handed_in))
    paths = [path for exercise in course.exercises for path in (exercise.folder, *exercise.files)]
    for path in paths:
        if _is_in(path, handed_in):
            raise CourseError(
                f"{path} leads to a file that was handed in, and a course may not. Put your own "
                f"file there, or name another course with --exercises."
            )
    found = writers([folder, *paths], trusted=(_checkout().stat().st_uid,))
    for writer in found:
        if named is None or writer.who == "everybody":
            raise CourseError(_refusal(writer, folder, named))
    return Grounds(
        course,
        (
            *(copy.note for copy in course.copies),
            *(f"{one.words}. Whoever that is can change what these points mean." for one in found),
        ),
    )


def _refusal(writer: Writer, folder: Path, named: Path | None) -> str:
    way_out = (
        "Or copy the course to a folder of your own, and name that with --exercises."
        if writer.who == "everybody"
        else f"Or, if you trust them, name the course: --exercises {folder}"
    )
    return (
        f"{writer.words}, so the checks in {folder}, which run as you, may not be yours. "
        f"{writer.remedy} {way_out}"
    )


def _is_in(path: Path, folders: Sequence[Path]) -> bool:
    """Say whether a path leads into one of the folders, by whichever links and mounts."""
    real = Path(os.path.realpath(path))
    zones = [status for folder in folders if (status := _status(folder))]
    above = [status for one in (real, *real.parents) if (status := _status(one))]
    return any(os.path.samestat(one, zone) for zone in zones for one in above)


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except (OSError, ValueError):
        return None

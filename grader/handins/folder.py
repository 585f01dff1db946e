"""Who handed in which files: a folder of a class -> hand-ins.

Whatever lies in the folder, and however it is broken, concerns nobody but the one who handed it
in: what can't be read is told in a note of that hand-in.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from grader.course.course import Exercise
from grader.handins.names import DOCUMENTS, TEXTS, natural, span_of, stem, words, writer
from grader.handins.submission import SUFFIXES, is_archive
from grader.text import visible

FILES_LIMIT = 500
"""Files of one student that are looked at."""

DEPTH_LIMIT = 6
"""Folders within folders of one student that are looked at."""

_SKIPPED = frozenset({"__pycache__", "__macosx", "venv", "env", "node_modules"})


@dataclass(frozen=True, slots=True)
class HandIn:
    """The files of one student, not yet matched to exercises."""

    student: str  # the folder's name, or what a file's name says
    root: Path  # the folder, or for loose files the one they lie in
    files: tuple[Path, ...]
    loose: bool = False  # one file per student: the folder is not this student's own
    notes: tuple[str, ...] = ()

    def shown(self, path: Path) -> str:
        """Return a file's name within the hand-in."""
        return visible(path.relative_to(self.root).as_posix())

    def bounds(self, path: Path) -> Path:
        """Return the folder that a link may not lead out of; a loose file is all there is."""
        return self.root / path.relative_to(self.root).parts[0] if self.loose else self.root


def hand_ins(
    folder: Path, exercises: Sequence[Exercise], besides: Path | None = None
) -> tuple[tuple[HandIn, ...], list[str]]:
    """Return the students of a class's folder in order of name, and notes about the folder.

    A folder that holds the exercises themselves is the work of one student. ``besides`` is a
    folder in it that is no student's, such as that of the reports.
    """
    skipped = os.path.realpath(besides) if besides else None
    entries = sorted(
        (
            entry
            for entry in folder.iterdir()
            if not entry.name.startswith(".") and os.path.realpath(entry) != skipped
        ),
        key=lambda entry: natural(entry.name),
    )
    names = {name for exercise in exercises for name in (exercise.name, exercise.file)}
    ours = [entry for entry in entries if entry.name in names]
    if ours and all(entry in ours or not _is_source(entry) for entry in entries):
        return (own_folder(folder),), []
    kinds = {entry: _kind(entry) for entry in entries}
    found = {
        entry.name: own_folder(entry)
        for entry in entries
        if kinds[entry] == "folder" and entry.name.lower() not in _SKIPPED
    }
    notes = []
    for entry in entries:
        kind = kinds[entry]
        named = _is_handed_in(entry, exercises)
        if kind == "folder":
            continue
        if kind == "file" and not named:
            notes.append(f"{visible(entry.name)} is neither a student's folder nor a program.")
            continue
        student = writer(entry, exercises) if named else entry.name
        if student in found and not found[student].loose:
            student = stem(entry.name)  # a folder of that name is somebody's whole hand-in
        mine = found.get(student, HandIn(student, folder, (), loose=True))
        if kind in ("file", "gone"):  # whoever reads what is gone knows that it was there
            mine = replace(mine, root=folder, files=(*mine.files, entry), loose=True)
        if kind != "file":
            note = f"{visible(entry.name)} is {kind}, and was not read. Hand in a folder or a file."
            mine = replace(mine, notes=(*mine.notes, note))
        found[student] = mine
    students = sorted(found.values(), key=lambda hand_in: natural(hand_in.student))
    return tuple(students), notes


def _kind(path: Path) -> str:
    """Return what lies there: "folder", "file", or in words what it is instead.

    Raises PermissionError where nothing in the folder around it may be looked at.
    """
    if is_gone(path):
        return "gone"  # since the folder was listed
    try:
        mode = path.lstat().st_mode
    except PermissionError:
        raise
    except OSError as error:
        return f"not to be looked at ({error.strerror})"
    if stat.S_ISLNK(mode):
        return "a link"
    if stat.S_ISDIR(mode):
        return "folder"
    return "file" if stat.S_ISREG(mode) else "a pipe, a socket or a device"


def is_gone(path: Path) -> bool:
    """Say whether nothing lies there; what may only not be looked at is not gone."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def own_folder(folder: Path) -> HandIn:
    """Return the files of a student's folder."""
    files: list[Path] = []
    notes: list[str] = []

    def note_unread(error: OSError) -> None:
        name = os.path.relpath(error.filename, folder) if error.filename else "."
        what = "This folder" if name == "." else f"The folder {visible(name)}"
        notes.append(f"{what} can't be read: {error.strerror}.")

    for parent, folders, names in os.walk(folder, onerror=note_unread):
        here = Path(parent)
        for name in [name for name in folders if os.path.islink(here / name)]:
            notes.append(f"{visible(name)} is a link to a folder, and was not followed.")
        looked_at = [
            name for name in folders if not (name.startswith(".") or name.lower() in _SKIPPED)
        ]
        if looked_at and len(here.relative_to(folder).parts) >= DEPTH_LIMIT:
            where = visible(here.relative_to(folder).as_posix())
            notes.append(f"What lies deeper than {where} was not looked at.")
            looked_at = []
        folders[:] = sorted(looked_at)
        files += [here / name for name in sorted(names) if not name.startswith(".")]
        if len(files) > FILES_LIMIT:
            notes.append(f"Only the first {FILES_LIMIT} files were looked at.")
            break
    student = os.path.basename(os.path.realpath(folder))
    return HandIn(student, folder, tuple(files[:FILES_LIMIT]), notes=tuple(notes))


def _is_source(path: Path) -> bool:
    return os.path.isdir(path) or path.suffix.lower() in SUFFIXES


def _is_handed_in(path: Path, exercises: Sequence[Exercise]) -> bool:
    """Say whether a loose file is somebody's work, even under a name that has to be mended."""
    if path.suffix.lower() in SUFFIXES or is_archive(path):
        return True
    named = any(span_of(words(path.stem), exercise) for exercise in exercises)
    return named and path.suffix.lower() in (*TEXTS, *DOCUMENTS)

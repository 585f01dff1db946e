"""Who handed in which file for which exercise: a folder of a class -> hand-ins -> matches.

Names are compared as people mean them ("Lock (1).py" is lock.py), never by what is inside,
unless the name says nothing. What was assumed is told in a note, and where two files would do,
neither is taken.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.course import Exercise
from grader.report.model import SourceText
from grader.submission import ARCHIVES, SUFFIXES, functions, read_submission
from grader.visible import visible

FILES_LIMIT = 500
"""Files of one student that are looked at."""

DEPTH_LIMIT = 6
"""Folders within folders of one student that are looked at."""

_SKIPPED = frozenset({"__pycache__", "__macosx", "venv", "env", "node_modules"})
_WORD = re.compile(r"[^\W_]+")
# Words that people add to a file's name and that say nothing about what is in it.
_NOISE = frozenset(
    _WORD.findall(
        "copy final finished new old fixed latest solution submission homework hw exercise ex task "
        "my the py v version draft late done work lab"
    )
)


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
        """Return the folder that a link may not lead out of."""
        return path if self.loose else self.root


@dataclass(frozen=True, slots=True)
class Match:
    """The file for one exercise, or None."""

    exercise: Exercise
    path: Path | None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Fit:
    """How well a file fits an exercise; a smaller rank is better."""

    rank: int
    file: Path
    exercise: Exercise


def hand_ins(
    folder: Path, exercises: Sequence[Exercise], besides: Path | None = None
) -> tuple[tuple[HandIn, ...], list[str]]:
    """Return the students of a class's folder in order of name, and notes about the folder.

    A folder that holds the exercises themselves is the work of one student. ``besides`` is a
    folder in it that is no student's, such as that of the reports.
    """
    skipped = besides.resolve() if besides else None
    entries = sorted(
        (
            entry
            for entry in folder.iterdir()
            if not entry.name.startswith(".") and entry.resolve() != skipped
        ),
        key=lambda entry: _natural(entry.name),
    )
    names = {name for exercise in exercises for name in (exercise.name, exercise.file)}
    ours = [entry for entry in entries if entry.name in names]
    if ours and all(entry in ours or not _is_source(entry) for entry in entries):
        return (own_folder(folder),), []
    found: dict[str, HandIn] = {}
    notes = []
    for entry in entries:
        if entry.is_dir() and not entry.is_symlink():
            if entry.name.lower() not in _SKIPPED:
                found[entry.name] = own_folder(entry)
        elif _is_handed_in(entry):
            student = _writer(entry, exercises)
            if student in found and not found[student].loose:
                student = entry.stem  # a folder of that name is somebody's whole hand-in
            before = found[student].files if student in found else ()
            found[student] = HandIn(student, folder, (*before, entry), loose=True)
        else:
            notes.append(f"{visible(entry.name)} is neither a student's folder nor a program.")
    students = sorted(found.values(), key=lambda hand_in: _natural(hand_in.student))
    return tuple(students), notes


def match_files(
    hand_in: HandIn, exercises: Sequence[Exercise], others: Sequence[Exercise] = ()
) -> tuple[tuple[Match, ...], tuple[str, ...]]:
    """Return a match for every exercise, and notes about what was left over.

    ``others`` are exercises of the course that are not graded now: their files are no surprise.
    """
    every = (*exercises, *others)
    left = [path for path in hand_in.files if _is_handed_in(path)]
    open_ = list(exercises)
    matches: dict[str, Match] = {}
    for rank in range(len(_RANKS)):
        fits = [
            _Fit(rank, path, exercise)
            for exercise in open_
            for path in left
            if _RANKS[rank](hand_in, path, exercise, every)
        ]
        for exercise in list(open_):
            mine = [fit.file for fit in fits if fit.exercise == exercise and fit.file in left]
            if not mine:
                continue
            open_.remove(exercise)
            matches[exercise.name] = _match(hand_in, exercise, mine, rank)
            left = [path for path in left if path not in mine]
    for exercise, path, defined in _by_functions(hand_in, left, open_, len(exercises)):
        open_.remove(exercise)
        left.remove(path)
        note = f"{hand_in.shown(path)} was taken for {exercise.file}, {defined}."
        matches[exercise.name] = Match(exercise, path, (note,))
    for exercise in open_:
        note = f"{exercise.file} was not handed in. Is it named and placed as asked?"
        matches[exercise.name] = Match(exercise, None, (note,))
    strange = [path for path in left if not any(_fits(hand_in, path, e, every) for e in others)]
    return tuple(matches[exercise.name] for exercise in exercises), (
        *hand_in.notes,
        *_left_over(hand_in, strange, exercises),
    )


def _fits(hand_in: HandIn, path: Path, exercise: Exercise, every: Sequence[Exercise]) -> bool:
    return any(rank(hand_in, path, exercise, every) for rank in _RANKS)


def _match(hand_in: HandIn, exercise: Exercise, files: list[Path], rank: int) -> Match:
    notes: tuple[str, ...] = ()
    if len(files) > 1:
        files, notes = _worked_on(hand_in, exercise, files)
    shown = hand_in.shown(files[0])
    if len(files) > 1 and len({_content(path) for path in files}) > 1:
        names = ", ".join(hand_in.shown(path) for path in files)
        return Match(
            exercise,
            None,
            (
                f"More than one file could be {exercise.file}: {names}. None of them was graded. "
                f"Keep one, and name it {exercise.file}.",
            ),
        )
    if _RANKS[rank] in (_in_place, _elsewhere) or hand_in.loose:
        return Match(exercise, files[0], notes)
    note = f"{shown} was taken for {exercise.file}. Name it {exercise.file}."
    return Match(exercise, files[0], (*notes, note))


def _worked_on(
    hand_in: HandIn, exercise: Exercise, files: list[Path]
) -> tuple[list[Path], tuple[str, ...]]:
    """Return the files without those that nobody has touched, and without the other form of one.

    A student may work in a notebook beside the program that was given out, or the other way round.
    """
    given = _content(exercise.skeleton)
    worked = [path for path in files if _content(path) != given] or files
    notes = [
        f"{hand_in.shown(path)} is as it was given out, and was not graded."
        for path in files
        if path not in worked
    ]
    asked = [path for path in worked if path.suffix == Path(exercise.file).suffix]
    for path in [path for path in worked if path not in asked]:
        if any(path.with_suffix("") == other.with_suffix("") for other in asked):
            worked = [other for other in worked if other != path]
            notes.append(f"{hand_in.shown(path)} was not graded, since {exercise.file} is there.")
    return worked, tuple(notes)


def _content(path: Path) -> str:
    got = read_submission(path, path)
    return got.source.text if got.source else got.problem


# How a file can fit an exercise, the surest first.


def _in_place(hand_in: HandIn, path: Path, exercise: Exercise, every: Sequence[Exercise]) -> bool:
    """Its own name, at the top or in the exercise's own folder."""
    alone = sum(other.file == exercise.file for other in every) == 1
    at_top = path.parent == hand_in.root and alone
    return _named(path, exercise) and (at_top or path.parent.name == exercise.name)


def _elsewhere(hand_in: HandIn, path: Path, exercise: Exercise, every: Sequence[Exercise]) -> bool:
    """Its own name, in some other folder."""
    alone = sum(other.file == exercise.file for other in every) == 1
    return alone and _named(path, exercise)


def _named(path: Path, exercise: Exercise) -> bool:
    return path.stem == Path(exercise.file).stem and path.suffix in SUFFIXES


def _in_its_folder(
    hand_in: HandIn, path: Path, exercise: Exercise, every: Sequence[Exercise]
) -> bool:
    """The only program in a folder that has the exercise's name."""
    if hand_in.loose or path.parent == hand_in.root or path.suffix.lower() not in SUFFIXES:
        return False
    beside = [
        other
        for other in hand_in.files
        if other.parent == path.parent and _is_source(other) and other.name != "checks.py"
    ]
    return beside == [path] and _means(path.parent.name, hand_in, exercise, every, noise=True)


def _meant(hand_in: HandIn, path: Path, exercise: Exercise, every: Sequence[Exercise]) -> bool:
    return _means(path.stem, hand_in, exercise, every, noise=True)


def _mentioned(hand_in: HandIn, path: Path, exercise: Exercise, every: Sequence[Exercise]) -> bool:
    return _means(path.stem, hand_in, exercise, every, noise=False)


_RANKS = (_in_place, _elsewhere, _in_its_folder, _meant, _mentioned)


def _means(
    name: str, hand_in: HandIn, exercise: Exercise, every: Sequence[Exercise], *, noise: bool
) -> bool:
    """Say whether a name means the exercise: its words, and besides them only noise if asked."""
    words = _words(name)
    span = _span(words, exercise)
    if span is None:
        return False
    # "joinable_queue" is not the queue of another exercise, and "lock_queue" is neither.
    if any(len(_span(words, other) or ()) >= len(span) for other in every if other != exercise):
        return False
    own = set(_words(hand_in.student))
    rest = [word for index, word in enumerate(words) if index not in span]
    return not noise or all(_is_noise(word) or word in own for word in rest)


def _is_noise(word: str) -> bool:
    return word in _NOISE or word.rstrip("0123456789") in {"", "v", "ex", "hw", "copy", "final"}


def _span(words: Sequence[str], exercise: Exercise) -> range | None:
    """Return where the longest of the exercise's names stands in these words."""
    names = {exercise.name, exercise.topic, Path(exercise.file).stem}
    spans = []
    for name in map(_words, names):
        for start in range(len(words) - len(name) + 1):
            if tuple(words[start : start + len(name)]) == name:
                spans.append(range(start, start + len(name)))
    return max(spans, key=len, default=None)


def _words(name: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in _WORD.findall(name))


def _by_functions(
    hand_in: HandIn, left: list[Path], exercises: list[Exercise], graded: int
) -> Iterator[tuple[Exercise, Path, str]]:
    """Yield what the functions in a file tell where its name does not."""
    sources = [path for path in left if path.suffix.lower() in SUFFIXES]
    if graded == 1 and len(exercises) == len(sources) == 1:
        yield exercises[0], sources[0], "the only exercise that is graded"
        return
    taken: set[Path] = set()
    wanted = {exercise.name: _defined(exercise.skeleton) for exercise in exercises}
    defined = {path: _defined(path, hand_in.bounds(path)) for path in sources}
    for exercise in list(exercises):
        fitting = [
            path
            for path in sources
            if path not in taken
            and 2 * len(defined[path] & wanted[exercise.name]) > len(wanted[exercise.name])
            and not any(
                len(defined[path] & wanted[other.name])
                >= len(defined[path] & wanted[exercise.name])
                for other in exercises
                if other != exercise
            )
        ]
        if len(fitting) == 1:
            taken.add(fitting[0])
            shared = sorted(defined[fitting[0]] & wanted[exercise.name])
            names = ", ".join(f"{name}()" for name in shared[:3])
            yield exercise, fitting[0], f"since it defines {names}"


def _defined(path: Path, root: Path | None = None) -> frozenset[str]:
    source: SourceText | None = read_submission(path, root).source
    return functions(source) if source else frozenset()


def _left_over(
    hand_in: HandIn, left: Iterable[Path], exercises: Sequence[Exercise]
) -> Iterator[str]:
    given = {
        path.name for exercise in exercises for path in exercise.files
    }  # a student who hands in the exercise's whole folder did nothing odd
    used = set(left)
    extra = [
        path
        for path in hand_in.files
        if path.name not in given and (path in used or not _is_handed_in(path))
    ]
    if not extra:
        return
    names = ", ".join(hand_in.shown(path) for path in extra[:5])
    more = f" and {len(extra) - 5} more" if len(extra) > 5 else ""
    yield f"Not graded, since no exercise asks for it: {names}{more}."
    if any(path.suffix.lower() in ARCHIVES for path in extra):
        yield "Archives beside programs are not opened: hand in either the one or the other."


def own_folder(folder: Path) -> HandIn:
    """Return the files of a student's folder."""
    files: list[Path] = []
    notes: list[str] = []
    for parent, folders, names in os.walk(folder):
        here = Path(parent)
        for name in [name for name in folders if (here / name).is_symlink()]:
            notes.append(f"{visible(name)} is a link to a folder, and was not followed.")
        deep = len(here.relative_to(folder).parts) >= DEPTH_LIMIT
        folders[:] = sorted(
            name
            for name in folders
            if not (deep or name.startswith(".") or name.lower() in _SKIPPED)
        )
        files += [here / name for name in sorted(names) if not name.startswith(".")]
        if len(files) > FILES_LIMIT:
            notes.append(f"Only the first {FILES_LIMIT} files were looked at.")
            break
    student = folder.resolve().name
    return HandIn(student, folder, tuple(files[:FILES_LIMIT]), notes=tuple(notes))


def _writer(path: Path, exercises: Sequence[Exercise]) -> str:
    """Return who wrote a loose file: "alice_lock.py" and "lock - alice.py" are alice's."""
    words = _WORD.findall(path.stem)
    lower = [word.lower() for word in words]
    spans = [span for exercise in exercises if (span := _span(lower, exercise))]
    span = max(spans, key=len, default=range(0))
    rest = [word for index, word in enumerate(words) if index not in span]
    named = [word for word in rest if word.lower() not in _NOISE]
    return "_".join(named) if named and span else path.stem


def _is_source(path: Path) -> bool:
    return path.is_dir() or path.suffix.lower() in SUFFIXES


def _is_handed_in(path: Path) -> bool:
    return path.suffix.lower() in (*SUFFIXES, *ARCHIVES)


def _natural(name: str) -> tuple[tuple[int, int | str], ...]:
    """Order student2 before student10."""
    parts = re.split(r"(\d{1,18})", name.casefold())
    return tuple((0, int(part)) if part.isdecimal() else (1, part) for part in parts if part)

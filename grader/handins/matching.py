"""Which of a student's files is meant for which exercise: a hand-in -> matches, and notes.

Names are compared as people mean them ("Lock (1).py" is lock.py), never by what is inside,
unless the name says nothing. What was assumed is told in a note, and where two files would do,
neither is taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from grader.course.course import Exercise
from grader.course.wheel import FITTING
from grader.handins.folder import HandIn
from grader.handins.names import DOCUMENTS, TEXTS, means
from grader.handins.reader import Reader
from grader.handins.submission import SUFFIXES, is_archive, why_closed


@dataclass(frozen=True, slots=True)
class Match:
    """The file for one exercise, or None."""

    exercise: Exercise
    path: Path | None
    notes: tuple[str, ...] = ()


def match_files(
    hand_in: HandIn,
    exercises: Sequence[Exercise],
    others: Sequence[Exercise] = (),
    reader: Reader | None = None,
) -> tuple[tuple[Match, ...], tuple[str, ...]]:
    """Return a match for every exercise, and notes about what was left over.

    ``others`` are exercises of the course that are not graded now: their files are no surprise.
    ``reader`` has what was read of the hand-in already, and keeps what is read now.
    """
    reader = reader or Reader(hand_in)
    every = (*exercises, *others)
    left = [path for path in hand_in.files if _is_program(path)]
    open_ = list(exercises)
    matches: dict[str, Match] = {}
    for rank in range(len(_RANKS)):
        fits = [
            (exercise, path)
            for exercise in open_
            for path in left
            if _RANKS[rank](hand_in, path, exercise, every)
        ]
        for exercise in list(open_):
            mine = [path for fitting, path in fits if fitting == exercise and path in left]
            if not mine:
                continue
            open_.remove(exercise)
            matches[exercise.name] = _match(hand_in, reader, exercise, mine, rank)
            left = [path for path in left if path not in mine]
    left = [path for path in left if not any(_fits(hand_in, path, e, every) for e in others)]
    told = _by_functions(reader, left, open_, others)
    if len(exercises) == len(open_) == 1:
        rest = [path for path in left if all(path != of for e, of, _ in told if e in others)]
        if len(rest) == 1:
            told = [(open_[0], rest[0], "the only exercise that is graded")]
    for exercise, path, defined in told:
        left.remove(path)
        if exercise in open_:
            open_.remove(exercise)
            note = f"{hand_in.shown(path)} was taken for {exercise.file}, {defined}."
            matches[exercise.name] = Match(exercise, path, (note,))
    strange = {path for path in hand_in.files if path in left or not _is_program(path)}
    for exercise in (*open_, *others):
        note = f"{exercise.file} was not handed in. Is it named and placed as asked?"
        if (misnamed := _misnamed(hand_in, strange, exercise, every)) is not None:
            strange.remove(misnamed)
            note = _rename(hand_in.shown(misnamed), misnamed, exercise)
        if exercise in open_:
            matches[exercise.name] = Match(exercise, None, (note,))
    for match in list(matches.values()):
        if older := _older(hand_in, reader, match, left, every):
            matches[match.exercise.name] = _with_older(hand_in, match, older)
            strange.difference_update(older)
    return tuple(matches[exercise.name] for exercise in exercises), (
        *hand_in.notes,
        *_left_over(hand_in, strange, every),
    )


def _fits(hand_in: HandIn, path: Path, exercise: Exercise, every: Sequence[Exercise]) -> bool:
    return any(rank(hand_in, path, exercise, every) for rank in _RANKS)


def _match(
    hand_in: HandIn, reader: Reader, exercise: Exercise, files: list[Path], rank: int
) -> Match:
    notes: tuple[str, ...] = ()
    if len(files) > 1:
        files, notes = _worked_on(hand_in, reader, exercise, files)
    shown = hand_in.shown(files[0])
    if len(files) > 1 and len({reader.content(path) for path in files}) > 1:
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
    hand_in: HandIn, reader: Reader, exercise: Exercise, files: list[Path]
) -> tuple[list[Path], tuple[str, ...]]:
    """Return the files without those that nobody has touched, and without the other form of one.

    A student may work in a notebook beside the program that was given out, or the other way round.
    """
    given = reader.content(exercise.skeleton)
    worked = [path for path in files if reader.content(path) != given] or files
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


def _older(
    hand_in: HandIn,
    reader: Reader,
    match: Match,
    left: Sequence[Path],
    every: Sequence[Exercise],
) -> list[Path]:
    """Return other files with the graded file's name, except copies of it."""
    if match.path is None:
        return []
    known = {reader.content(match.path), reader.content(match.exercise.skeleton)}
    return [
        path
        for path in left
        if any(rank(hand_in, path, match.exercise, every) for rank in (_in_place, _elsewhere))
        and reader.content(path) not in known
    ]


def _with_older(hand_in: HandIn, match: Match, older: Sequence[Path]) -> Match:
    names = ", ".join(hand_in.shown(path) for path in older[:5])
    more = f" and {len(older) - 5} more" if len(older) > 5 else ""
    were = "was" if len(older) == 1 else "were"
    graded = hand_in.shown(match.path) if match.path else match.exercise.file
    note = f"{names}{more} {were} not graded: {graded} was."
    return replace(match, notes=(*match.notes, note))


def _misnamed(
    hand_in: HandIn, files: Iterable[Path], exercise: Exercise, every: Sequence[Exercise]
) -> Path | None:
    """Return the one file whose name fits the exercise and whose ending is not a program's."""
    found = [
        path
        for path in files
        if path.suffix.lower() in (*TEXTS, *DOCUMENTS)
        and means(path.stem, exercise, every, student=hand_in.student, noise=True)
    ]
    return found[0] if len(found) == 1 else None


def _rename(shown: str, path: Path, exercise: Exercise) -> str:
    if path.suffix.lower() in TEXTS:
        return (
            f"{exercise.file} was not handed in, but {shown} was, whose name does not end as "
            f"a program's does. Rename it to {exercise.file}."
        )
    return (
        f"{exercise.file} was not handed in, but {shown} was, which is a document and no program. "
        f"Save its text as {exercise.file}, and hand in that."
    )


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
    if hand_in.loose or path.parent == hand_in.root or not _is_program(path):
        return False
    beside = [
        other
        for other in hand_in.files
        if other.parent == path.parent and _is_program(other) and other.name != "checks.py"
    ]
    return beside == [path] and means(
        path.parent.name, exercise, every, student=hand_in.student, noise=True
    )


def _meant(hand_in: HandIn, path: Path, exercise: Exercise, every: Sequence[Exercise]) -> bool:
    return means(path.stem, exercise, every, student=hand_in.student, noise=True)


def _mentioned(hand_in: HandIn, path: Path, exercise: Exercise, every: Sequence[Exercise]) -> bool:
    return means(path.stem, exercise, every, student=hand_in.student, noise=False)


_RANKS = (_in_place, _elsewhere, _in_its_folder, _meant, _mentioned)


def _by_functions(
    reader: Reader, left: Sequence[Path], open_: Sequence[Exercise], others: Sequence[Exercise]
) -> list[tuple[Exercise, Path, str]]:
    """Return what the functions in a file tell where its name does not, of ``others`` as well."""
    found: list[tuple[Exercise, Path, str]] = []
    every = [*open_, *others]
    wanted = {exercise.name: reader.defined(exercise.skeleton) for exercise in every}
    defined = {path: reader.defined(path) for path in left}
    for exercise in every:
        fitting = [
            path
            for path in left
            if all(path != taken for _, taken, _ in found)
            and 2 * len(defined[path] & wanted[exercise.name]) > len(wanted[exercise.name])
            and not any(
                len(defined[path] & wanted[other.name])
                >= len(defined[path] & wanted[exercise.name])
                for other in every
                if other != exercise
            )
        ]
        if len(fitting) == 1:
            shared = sorted(defined[fitting[0]] & wanted[exercise.name])
            names = ", ".join(f"{name}()" for name in shared[:3])
            found.append((exercise, fitting[0], f"since it defines {names}"))
    return found


def _left_over(
    hand_in: HandIn, strange: Iterable[Path], every: Sequence[Exercise]
) -> Iterator[str]:
    given = {
        path.name for exercise in every for path in exercise.files
    }  # a student who hands in the exercise's whole folder did nothing odd
    closed = {path: why for path in strange if (why := why_closed(path))}
    extra = [
        path
        for path in hand_in.files
        if path in strange
        and path.name not in given
        and path not in closed
        and not path.match(FITTING)  # it came with the handout
    ]
    if extra:
        names = ", ".join(hand_in.shown(path) for path in extra[:5])
        more = f" and {len(extra) - 5} more" if len(extra) > 5 else ""
        yield f"Not graded, since no exercise asks for it: {names}{more}."
    if any(is_archive(path) for path in extra):
        yield "Archives beside programs are not opened: hand in either the one or the other."
    for path in hand_in.files:
        if path in closed:
            yield closed[path]


def _is_program(path: Path) -> bool:
    return path.suffix.lower() in SUFFIXES

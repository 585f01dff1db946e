"""A class's folder, and which file in it was taken for which exercise."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from grader.course.course import Exercise
from grader.handins.folder import HandIn, hand_ins
from grader.handins.matching import match_files

SKELETONS = {
    "03_lock": ("lock.py", "def clerk(): ...\ndef sell_all(): ...\n"),
    "07_queue": ("queue_.py", "def producer(): ...\ndef consumer(): ...\n"),
    "08_joinable_queue": ("joinable_queue.py", "def cook(): ...\ndef eat(): ...\n"),
}


def put(folder: Path, *names: str, text: str | None = None) -> None:
    """Make files, each with a text of its own unless one is given."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# {name}\n" if text is None else text)


def alice(room: Path, exercises: Sequence[Exercise]) -> HandIn:
    (only,), notes = hand_ins(room, exercises)
    assert notes == []
    return only


def taken(hand_in: HandIn, exercises: Sequence[Exercise]) -> dict[str, str]:
    matches, _ = match_files(hand_in, exercises)
    return {m.exercise.name: hand_in.shown(m.path) for m in matches if m.path}


def names(room: Path, exercises: Sequence[Exercise]) -> list[str]:
    return [hand_in.student for hand_in in hand_ins(room, exercises)[0]]

"""Folders that somebody has copied beside the originals: "05_event_old", "05_event copy".

A course has one folder for each exercise, and its number says which. A copy is known by its name,
which holds the whole of the other's, or by its checks, which are the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_LEADING = re.compile(r"0*(\d+)(?!\d)")
_WORD = re.compile(r"[^\W_]+")
# Words that make a name one of a copy, whatever is in the folder.
_COPIED = frozenset(_WORD.findall("copy of old backup bak orig original saved save tmp new"))


@dataclass(frozen=True, slots=True)
class Copy:
    """A folder that was left out of the course."""

    folder: Path
    of: Path  # the folder of the exercise

    @property
    def note(self) -> str:
        """What is told of it."""
        return (
            f"{self.folder.name} is left out: by its name or its checks it is a copy of "
            f"{self.of.name}."
        )


def without_copies(folders: Iterable[Path]) -> tuple[list[Path], tuple[Copy, ...]]:
    """Return the folders of exercises, and those that are copies of one of them.

    Of two with the same checks the one with the shorter name is the original.
    """
    kept: list[Path] = []
    copies: list[Copy] = []
    for folder in sorted(folders, key=lambda folder: (len(folder.name), folder.name)):
        original = next((one for one in kept if _is_copy(folder, one)), None)
        if original is None:
            kept.append(folder)
        else:
            copies.append(Copy(folder, original))
    return kept, tuple(copies)


def _is_copy(folder: Path, of: Path) -> bool:
    number = _LEADING.match(of.name)
    found = _LEADING.match(folder.name)
    same_number = bool(number and found and number[1] == found[1])
    # Whole words, so that 1_lock is not in 11_lock, nor 03_lock in 03_locks.
    name = re.compile(rf"(?<![^\W_]){re.escape(of.name)}(?![^\W_])", re.IGNORECASE)
    if name.search(folder.name):
        more = {word.lower() for word in _WORD.findall(name.sub(" ", folder.name))}
        return same_number or more <= _COPIED or _same_checks(folder, of)
    return same_number and _same_checks(folder, of)


def _same_checks(one: Path, other: Path) -> bool:
    try:
        return (one / "checks.py").read_bytes() == (other / "checks.py").read_bytes()
    except OSError:
        return False

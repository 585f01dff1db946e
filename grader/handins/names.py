"""What the name of a file or a folder says: which exercise is meant, and whose work it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from grader.course.course import Exercise
from grader.handins.submission import OPENED

_WORD = re.compile(r"[^\W_]+")
TEXTS = (".txt", ".text", ".pyw", ".py3", ".bak", "")
"""Endings of files that are programs once they are renamed."""

DOCUMENTS = (".doc", ".docx", ".odt", ".rtf", ".pdf")
"""Endings of documents that may hold a program's text."""

# Words that people add to a file's name and that say nothing about what is in it.
_NOISE = frozenset(
    _WORD.findall(
        "copy final finished new old fixed latest solution submission homework hw exercise ex task "
        "my the py v version draft late done work lab"
    )
)


def words(name: str) -> tuple[str, ...]:
    """Return the words of a name, in small letters."""
    return tuple(word.lower() for word in _WORD.findall(name))


def span_of(words_: Sequence[str], exercise: Exercise) -> range | None:
    """Return where the longest of the exercise's names stands in these words."""
    names = {exercise.name, exercise.topic, Path(exercise.file).stem}
    spans = []
    for name in map(words, names):
        for start in range(len(words_) - len(name) + 1):
            if name and tuple(words_[start : start + len(name)]) == name:
                spans.append(range(start, start + len(name)))
    return max(spans, key=len, default=None)


def means(
    name: str, exercise: Exercise, every: Sequence[Exercise], *, student: str, noise: bool
) -> bool:
    """Say whether a name means the exercise: its words, and besides them only noise if asked."""
    found = words(name)
    span = span_of(found, exercise)
    if span is None:
        return False
    # "joinable_queue" is not the queue of another exercise, and "lock_queue" is neither.
    if any(len(span_of(found, other) or ()) >= len(span) for other in every if other != exercise):
        return False
    own = set(words(student))
    rest = [word for index, word in enumerate(found) if index not in span]
    return not noise or all(_is_noise(word) or word in own for word in rest)


def _is_noise(word: str) -> bool:
    return word in _NOISE or word.rstrip("0123456789") in {"", "v", "ex", "hw", "copy", "final"}


def stem(name: str) -> str:
    """Return a file's name without what says its kind: "alice" of alice.tar.gz."""
    double = next((end for end in OPENED if name.lower().endswith(end)), "")
    return name[: -len(double)] if len(name) > len(double) > 0 else Path(name).stem


def writer(path: Path, exercises: Sequence[Exercise]) -> str:
    """Return who wrote a loose file: "alice_lock.py" and "lock - alice.py" are alice's."""
    found = _WORD.findall(stem(path.name))
    lower = [word.lower() for word in found]
    spans = [span for exercise in exercises if (span := span_of(lower, exercise))]
    span = max(spans, key=len, default=range(0))
    rest = [word for index, word in enumerate(found) if index not in span]
    named = [word for word in rest if word.lower() not in _NOISE]
    return "_".join(named) if named and span else stem(path.name)


def natural(name: str) -> tuple[tuple[int, int | str], ...]:
    """Return a key for sorting that puts student2 before student10."""
    parts = re.split(r"(\d{1,18})", name.casefold())
    return tuple((0, int(part)) if part.isdecimal() else (1, part) for part in parts if part)

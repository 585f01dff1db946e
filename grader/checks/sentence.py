"""The docstring of a judgement: the sentence that a student reads, and the hints below it."""

from __future__ import annotations

import inspect
import re

_HINT = re.compile(r"^Hint:", re.MULTILINE)
_LIKE_ONE = re.compile(r"^\s*hints?\s*:", re.IGNORECASE | re.MULTILINE)


def read_sentence(docstring: str | None) -> tuple[str, tuple[str, ...]]:
    """Return (sentence, hints).

    A line that begins with "Hint:" begins a hint, which goes on to the next one or the end.
    Raises ValueError, with what is wrong, for a docstring without a sentence or with a hint that
    says nothing.
    """
    text = inspect.cleandoc(docstring or "")
    sentence, *hints = (" ".join(part.split()) for part in _HINT.split(text))
    if not sentence:
        raise ValueError("has no docstring: write there the sentence that a student reads")
    if not all(hints):
        raise ValueError("has a hint that says nothing: what is it to say after 'Hint:'?")
    if odd := _LIKE_ONE.search(_HINT.sub("", text)):
        raise ValueError(
            f"has {odd.group().strip()!r} in its docstring: a hint begins with 'Hint:', at the "
            "beginning of a line"
        )
    return sentence, tuple(hints)

"""The call that a line of the submission makes, as it is written there.

What was called may have changed its own variables by the time that it waits, and knows nothing of
which of its arguments were given.
"""

from __future__ import annotations

import ast
import linecache
from collections.abc import Sequence
from types import FrameType
from typing import Any

from .values import short

ast.unparse(ast.Constant(0))  # from 3.15 on it imports a module, which here is before the run

LENGTH = 30
"""Characters of an argument that are told."""

RECEIVER = 40
"""Characters at most of what a call is made on, where that has no name."""

Position = tuple[int | None, int | None, int | None, int | None]


class Written:
    """Finds the calls in the sources; each place is read once."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, Position], ast.Call | None] = {}

    def call(self, frame: FrameType, function: str) -> ast.Call | None:
        """Return the call of a function that a frame is in; None where it is in none by that name.

        Whatever calls without being written as a call (``with``, a loop, an operator) is none, nor
        is a call with arguments of which it is not written how many they are.
        """
        places = list(frame.f_code.co_positions())
        where = frame.f_lasti // 2
        if where >= len(places):
            return None
        key = frame.f_code.co_filename, places[where]
        if key not in self._found:
            self._found[key] = _read(*key)
        call = self._found[key]
        return call if call is not None and _last_name(call.func) == function else None


def argument(node: ast.expr, names: Sequence[dict[str, Any]], given: Any) -> str:
    """Return an argument's value where that is plain data, else what is written.

    ``names`` are the caller's variables; ``given`` is what the called function got, or None.
    """
    value = node.value if isinstance(node, ast.Constant) else given
    if isinstance(node, ast.Name):
        value = next((own[node.id] for own in names if node.id in own), given)
    text = short(value, LENGTH)
    if (value is None and not isinstance(node, ast.Constant)) or ("<" in text and "'" not in text):
        text = " ".join(ast.unparse(node).split())
    return text if len(text) <= LENGTH else text[: LENGTH - 1] + "…"


def receiver(call: ast.Call) -> str:
    """Return what stands before the dot of a method's name, or "" where that is long."""
    text = ast.unparse(call.func.value) if isinstance(call.func, ast.Attribute) else ""
    return text if len(text) <= RECEIVER else ""


def _read(file: str, place: Position) -> ast.Call | None:
    first, last, begin, end = place
    if first is None or last is None or begin is None or end is None:
        return None
    lines = [line.encode() for line in linecache.getlines(file)[first - 1 : last]]
    if not lines:
        return None
    lines[-1] = lines[-1][:end]
    lines[0] = lines[0][begin:]
    try:
        found = ast.parse(b"(" + b"".join(lines) + b")", mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    if not isinstance(found, ast.Call) or any(word.arg is None for word in found.keywords):
        return None
    return None if any(isinstance(node, ast.Starred) for node in found.args) else found


def _last_name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""

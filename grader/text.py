"""Text from outside, made safe to look at: nothing in it can steer a terminal or hide."""

from __future__ import annotations

import unicodedata

_KEPT = "\n\t"


def visible(text: str) -> str:
    """Return the text with control characters, and marks that reorder or hide text, made visible.

    Line ends and tabs are kept. An escape becomes the one-column picture of itself ("␛"); what
    has no picture becomes its number ("\\u202e"). Printable text comes back as it was.
    """
    if text.isprintable():
        return text
    return "".join(map(_visible, text))


def _visible(char: str) -> str:
    if char in _KEPT or char.isprintable() or unicodedata.category(char) == "Zs":
        return char
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def shortened(text: str, lines: int = 20, width: int = 2000) -> str:
    """Return at most so many lines of the text, and say how many were left out.

    ``width`` is the most characters of one line.
    """
    rows = text.split("\n")
    kept = [row if len(row) <= width else row[:width] + " ..." for row in rows[:lines]]
    if len(rows) > lines:
        kept.append(f"... ({len(rows) - lines} more lines)")
    return "\n".join(kept)

"""A student's source for a page: highlighted line by line, with notes at the lines that matter.

A line is a tuple of pieces of plain text, each with one of a few classes; the template escapes
them. Joined, the pieces of all lines are the source again, with what can't be seen made visible.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pygments.lexers.python import PythonLexer  # type: ignore[import-untyped]  # has no types
from pygments.token import (  # type: ignore[import-untyped]  # has no types
    Comment,
    Keyword,
    Name,
    Number,
    Operator,
    String,
    _TokenType,
)

from grader.model.source import SourceCell, SourceText
from grader.text import visible

LINE_LIMIT = 500
"""Characters of one line that are shown."""

LISTING_LIMIT = 1200
"""Lines of one source that a listing shows; of a longer one the surroundings of noted lines."""

HIGHLIGHT_LIMIT = 60_000
"""Characters of a source that is still coloured; beyond it is shown plain."""

# The first that contains the token wins; the rest has the text's own colour.
_CLASSES: tuple[tuple[_TokenType, str], ...] = (
    (Comment, "co"),
    (String, "st"),
    (Number, "nu"),
    (Keyword, "kw"),
    (Operator.Word, "kw"),
    (Name.Builtin, "bi"),
    (Name.Exception, "bi"),
    (Name.Function, "fn"),
    (Name.Class, "fn"),
    (Name.Decorator, "fn"),
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text in one look; ``css`` is a class or ""."""

    css: str
    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """Something to tell at a line; ``number`` is its place in an order of events, or None."""

    text: str
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line; ``number`` counts in the whole source, ``shown`` within its cell."""

    number: int
    shown: int
    pieces: tuple[Piece, ...]
    notes: tuple[Note, ...] = ()
    idle: bool = False  # it is not run


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that follow one another, of one cell; ``before`` lines were left out above them."""

    lines: tuple[Line, ...]
    cell: int | None = None
    before: int = 0

    @property
    def idle(self) -> str:
        """Words for a block with lines that are not run, or ""."""
        told = [line.idle for line in self.lines if line.pieces]
        if not any(told):
            return ""
        return "not run" if all(told) else "the lines in grey are not run"


Notes = Mapping[int, tuple[Note, ...]]
"""What to tell at which line of the joined source."""


@dataclass(frozen=True, slots=True)
class Code:
    """A source whose lines were read and highlighted."""

    source: SourceText
    rows: tuple[tuple[Piece, ...], ...]
    idle: frozenset[int] = frozenset()  # lines that are not run


def is_of(source: SourceText | None, file: str) -> bool:
    """Say whether a place's file is this source."""
    return source is not None and source.layout.owns(file)


def place(source: SourceText | None, file: str, line: int) -> str:
    """Return where a line is, for its writer: "line 12", "cell 3, line 2", "checks.py line 4"."""
    if source is None:
        return f"{visible(file)} line {line}".strip()
    return visible(source.layout.where(file, line))


def read(source: SourceText) -> Code:
    """Return the source highlighted, once for all the excerpts that are made of it."""
    pairs = zip(source.text.split("\n"), source.program.split("\n"), strict=False)
    idle = (n for n, (text, code) in enumerate(pairs, start=1) if text.strip() != code.strip())
    return Code(source, _lines(source.text), frozenset(idle))


def listing(code: Code, notes: Notes) -> tuple[Block, ...]:
    """Return the whole source; of a very long one its beginning and what is around the notes."""
    first = range(1, LISTING_LIMIT + 1)
    return _blocks(code, {*first, *_around(notes, 10)}, notes)


def excerpt(code: Code, notes: Notes, context: int = 3) -> tuple[Block, ...]:
    """Return the lines that have notes, with so many lines around each."""
    return _blocks(code, _around(notes, context), notes)


def _around(notes: Notes, context: int) -> set[int]:
    return {n for line in notes for n in range(line - context, line + context + 1)}


def _blocks(code: Code, wanted: Iterable[int], notes: Notes) -> tuple[Block, ...]:
    layout = code.source.layout
    blocks: list[Block] = []
    part: list[Line] = []
    previous, cell = 0, None
    for number in sorted(n for n in wanted if 1 <= n <= len(code.rows)):
        here = layout.cell_of(number)
        if part and (number != previous + 1 or here != cell):
            blocks.append(_block(part, cell, blocks))
            part = []
        shown = number - here.first + 1 if here else number
        told = notes.get(number, ())
        part.append(Line(number, shown, code.rows[number - 1], told, number in code.idle))
        previous, cell = number, here
    if part:
        blocks.append(_block(part, cell, blocks))
    return tuple(blocks)


def _block(part: list[Line], cell: SourceCell | None, before: list[Block]) -> Block:
    last = before[-1].lines[-1].number if before else 0
    return Block(tuple(part), cell.number if cell else None, part[0].number - last - 1)


def _lines(text: str) -> tuple[tuple[Piece, ...], ...]:
    text = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    if len(text) > HIGHLIGHT_LIMIT:
        return tuple(_cut([Piece("", row)] if row else []) for row in text.split("\n"))
    rows: list[list[Piece]] = [[]]
    lexer = PythonLexer(stripnl=False, ensurenl=False)
    for _, token, value in lexer.get_tokens_unprocessed(text):
        css = next((css for kind, css in _CLASSES if token in kind), "")
        for number, part in enumerate(value.split("\n")):
            if number:
                rows.append([])
            if part and rows[-1] and (rows[-1][-1].css == css or part.isspace()):
                rows[-1][-1] = Piece(rows[-1][-1].css, rows[-1][-1].text + part)
            elif part:
                rows[-1].append(Piece(css, part))
    return tuple(map(_cut, rows))


def _cut(row: list[Piece]) -> tuple[Piece, ...]:
    kept: list[Piece] = []
    room = LINE_LIMIT
    for piece in row:
        if room <= 0:
            kept.append(Piece("co", " … (the rest of this long line is not shown)"))
            break
        kept.append(Piece(piece.css, visible(piece.text[:room])))
        room -= len(piece.text)
    else:
        if room < 0:
            kept.append(Piece("co", " … (the rest of this long line is not shown)"))
    return tuple(kept)

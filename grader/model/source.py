"""A student's source, and where a line of it is for the one who wrote it: in a notebook, in a cell.

A notebook's cells are joined to one program before it is run, so a run knows lines of the joined
source alone. Whoever tells a line to a person asks a Layout for it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath


@dataclass(frozen=True, slots=True)
class SourceCell:
    """A notebook's code cell: lines first..last of the joined source."""

    number: int  # counted among code cells from 1
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Layout:
    """The cells of one file; a file without cells has its lines where they are."""

    file: str = ""
    cells: tuple[SourceCell, ...] = ()

    def owns(self, file: str) -> bool:
        """Say whether a place's file is this one: a notebook runs under the name of a module too.

        Where nobody has told the file, any is.
        """
        own, other = PurePosixPath(self.file), PurePosixPath(file)
        alike = own.name == other.name or (own.suffix == ".ipynb" and own.stem == other.stem)
        return not self.file or alike

    def cell_of(self, line: int) -> SourceCell | None:
        """Return the cell that holds a line of the joined source."""
        return next((cell for cell in self.cells if cell.first <= line <= cell.last), None)

    def place(self, line: int) -> str:
        """Return a line in words: "line 12", "cell 3, line 2"."""
        cell = self.cell_of(line)
        return f"cell {cell.number}, line {line - cell.first + 1}" if cell else f"line {line}"

    def where(self, file: str, line: int) -> str:
        """Return a line of any file in words: as ``place``, or "checks.py line 4"."""
        return self.place(line) if self.owns(file) else f"{file} line {line}"

    def short(self, file: str, line: int) -> str:
        """Return a line where there is little room: "12", "3:2" for line 2 of cell 3."""
        if not self.owns(file):
            return f"{file}:{line}"
        cell, within = self.within(file, line)
        return f"{cell}:{within}" if cell else str(line)

    def at(self, file: str, line: int) -> str:
        """Return a line to be put after a verb: "at line 12", "in cell 3, line 2"."""
        if not self.owns(file):
            return f"at {self.where(file, line)}"
        cell, within = self.within(file, line)
        return f"in cell {cell}, line {within}" if cell else f"at line {line}"

    def within(self, file: str, line: int | None) -> tuple[int | None, int | None]:
        """Return the number of the cell and the line in it; no cell where there is none."""
        cell = self.cell_of(line) if line is not None and self.owns(file) else None
        return (cell.number, (line or 0) - cell.first + 1) if cell else (None, line)

    def joined(self, cell: int | None, line: int) -> int:
        """Return the line of the joined source that ``within`` told."""
        return next((c.first + line - 1 for c in self.cells if c.number == cell), line)

    def retold(self, text: str) -> str:
        """Return printed text in which Python's tracebacks name cells of this file."""
        if not self.cells:
            return text
        printed = re.compile(rf'File "{re.escape(self.file)}", line (\d{{1,7}})')
        return printed.sub(lambda found: f'File "{self.file}", {self.place(int(found[1]))}', text)


PLAIN = Layout()
"""Of a file without cells."""


@dataclass(frozen=True, slots=True)
class SourceText:
    """The student's source as it was handed in."""

    name: str  # "lock.py" or "lock.ipynb"
    text: str
    cells: tuple[SourceCell, ...] = ()  # empty for a .py
    code: str = ""  # what is run, line for line, where that is not the text itself

    @property
    def program(self) -> str:
        """What is run."""
        return self.code or self.text

    @property
    def layout(self) -> Layout:
        """Where its lines are for its writer."""
        return Layout(self.name, self.cells)

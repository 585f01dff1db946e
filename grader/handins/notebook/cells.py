"""A notebook's code cells as one Python source, line by line where the student wrote them."""

from __future__ import annotations

import json
import warnings
from dataclasses import dataclass
from typing import Any

import nbformat
import nbformat.warnings

from grader.handins.notebook.commands import python_of
from grader.handins.notebook.program import runnable
from grader.handins.parsed import is_python
from grader.model.source import Layout, SourceCell, SourceText

DEPTH_LIMIT = 100
"""How deep a notebook's JSON may be nested; real ones stay far below."""


class NotebookProblem(Exception):
    """The notebook can't be graded; the text says why, to the student."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A code cell as it was written, numbered among the code cells from 1."""

    number: int
    source: str


def read_cells(name: str, text: str) -> tuple[Cell, ...]:
    """Return the code cells of a notebook of any format version, in order.

    Raises NotebookProblem with a message for the student.
    """
    again = "Open it in Jupyter, save it, and hand it in again."
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise NotebookProblem(
            f"{name} is not a notebook: it is not valid JSON (line {error.lineno}: {error.msg}). "
            f"{again}"
        ) from None
    except (RecursionError, ValueError):
        raise NotebookProblem(f"{name} is not a notebook that can be read. {again}") from None
    if not isinstance(data, dict) or _too_deep(data):
        raise NotebookProblem(f"{name} does not have the form of a notebook. {again}")
    try:
        old: Any = nbformat.reader.reads(text)
        with warnings.catch_warnings():  # a cell that was copied may have the id of another one
            warnings.simplefilter("ignore", nbformat.warnings.DuplicateCellId)
            notebook: Any = nbformat.convert(old, 4)
        kinds = [(cell["cell_type"], cell["source"]) for cell in notebook["cells"]]
    except Exception:  # nbformat promises no set of errors for a notebook of the wrong shape
        raise NotebookProblem(f"{name} does not have the form of a notebook. {again}") from None
    if (language := _language(notebook)) not in ("", "python", "ipython", "python3"):
        raise NotebookProblem(
            f"{name} is a notebook of another language than Python ({language[:30]!r}). "
            f"Hand in a Python notebook."
        )
    sources = [source for kind, source in kinds if kind == "code"]
    if not all(isinstance(source, str) for source in sources):
        raise NotebookProblem(f"{name} holds a code cell that is not text. {again}")
    cells = tuple(Cell(number, source) for number, source in enumerate(sources, start=1))
    if not any(cell.source.strip() for cell in cells):
        raise NotebookProblem(
            f"{name} has no code in it. Write the program in code cells (not in text cells), save "
            f"the notebook, and hand it in again."
        )
    return cells


def join_cells(
    name: str, cells: tuple[Cell, ...], notes: list[str], asked: frozenset[str] = frozenset()
) -> SourceText:
    """Join the cells to one source, and make the program of it, line for line.

    ``asked`` are the names that will be called, if that is known: they tell which lines of the top
    level are needed. Adds to ``notes`` what the student should know.
    """
    shown: list[str] = []
    lines: list[str] = []
    places: list[SourceCell] = []
    written: set[str] = set()
    commands = 0
    for cell in cells:
        if not cell.source.strip():
            continue
        # JSON can hold half a character (a lone surrogate), which is not text that can be written.
        text = cell.source.encode("utf-8", "backslashreplace").decode("utf-8")
        rows = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").split("\n")
        python = python_of(rows)
        places.append(SourceCell(cell.number, len(shown) + 1, len(shown) + len(rows)))
        shown += rows
        lines += python.rows
        commands += python.commands
        written |= {python.module} - {""}
    if commands:
        what = "1 line with a notebook command" if commands == 1 else f"{commands} lines"
        more = "" if commands == 1 else " with notebook commands"
        notes.append(f"{name}: {what}{more} (such as %time or !pip) left out of the program.")
    layout = Layout(name, tuple(places))
    if all(is_python(lines[cell.first - 1 : cell.last]) for cell in places):
        lines = runnable(lines, layout, frozenset(written), asked, notes)
    text, code = ("\n".join(rows) + "\n" for rows in (shown, lines))
    return SourceText(name, text, layout.cells, "" if code == text else code)


def _language(notebook: Any) -> str:
    metadata = notebook.get("metadata")
    for section, key in (("language_info", "name"), ("kernelspec", "language")):
        part = metadata.get(section) if isinstance(metadata, dict) else None
        if isinstance(part, dict) and isinstance(part.get(key), str):
            return str(part[key]).lower()
    return ""


def _too_deep(data: Any) -> bool:
    level = [data]
    for _ in range(DEPTH_LIMIT):
        level = [
            item
            for node in level
            for item in (node.values() if isinstance(node, dict) else node)
            if isinstance(item, dict | list)
        ]
        if not level:
            return False
    return True

"""A notebook's code cells as one Python source, line by line where the student wrote them."""

from __future__ import annotations

import ast
import json
import re
import warnings
from dataclasses import dataclass
from typing import Any

import nbformat

from grader.diagnosis.layout import SourceCell
from grader.report.model import SourceText

DEPTH_LIMIT = 100
"""How deep a notebook's JSON may be nested; real ones stay far below."""

MAGICS_LIMIT = 100
"""Lines of one cell that are tried one by one as IPython commands."""

# Cell commands after which the rest of the cell is still Python.
_PYTHON_CELLS = frozenset({"time", "timeit", "capture", "prun", "python", "python3", "debug"})

_COMMAND = re.compile(r"(?P<indent>[ \t]*)(?:[%!?]|\w[\w.]*\?{1,2}\s*$)")
_ASSIGNED = re.compile(r"(?P<name>[ \t]*[\w.,\[\] ]+=)[ \t]*[%!]")


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
        old: Any = nbformat.reader.reads(text)  # type: ignore[no-untyped-call]  # has no types
        notebook: Any = nbformat.convert(old, 4)  # type: ignore[no-untyped-call]  # has no types
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


def join_cells(name: str, cells: tuple[Cell, ...], notes: list[str]) -> SourceText:
    """Join the cells to one source; lines that are not Python become comments.

    Every line of a cell stays one line. Adds to ``notes`` what the student should know.
    """
    lines: list[str] = []
    places: list[SourceCell] = []
    commands = 0
    for cell in cells:
        if not cell.source.strip():
            continue
        rows = cell.source.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").split("\n")
        commands += _comment_commands(rows)
        places.append(SourceCell(cell.number, len(lines) + 1, len(lines) + len(rows)))
        lines += rows
    if commands:
        what = "1 line with a notebook command" if commands == 1 else f"{commands} lines"
        more = "" if commands == 1 else " with notebook commands"
        notes.append(f"{name}: {what}{more} (such as %time or !pip) left out of the program.")
    # JSON can hold half a character (a lone surrogate), which is not text that can be written.
    text = "\n".join(lines).encode("utf-8", "backslashreplace").decode("utf-8")
    return SourceText(name, text + "\n", tuple(places))


def _comment_commands(rows: list[str]) -> int:
    """Turn IPython's commands in a cell's lines into comments; return how many lines."""
    first = next(index for index, row in enumerate(rows) if row.strip())
    count = 0
    if rows[first].startswith("%%"):
        words = rows[first][2:].split()
        if not _python_follows(words):
            rows[first:] = [f"# {row}" if row.strip() else row for row in rows[first:]]
            return len(rows) - first
        rows[first] = f"# {rows[first]}"
        count = 1
    # A line that begins with % is Python where it goes on an expression in brackets: so only
    # where Python itself finds no sense in the line is it a command.
    for _ in range(MAGICS_LIMIT):
        index = _senseless_line(rows)
        if index is None or not _comment(rows, index):
            break
        count += 1
    return count


def _python_follows(words: list[str]) -> bool:
    if not words:
        return False
    return words[0] in _PYTHON_CELLS or (words[0] in ("writefile", "file") and _is_py(words[-1]))


def _is_py(word: str) -> bool:
    return word.lower().endswith(".py")


def _senseless_line(rows: list[str]) -> int | None:
    """Return the index of the line that Python can't read, or None."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse("\n".join(rows))
    except SyntaxError as error:
        return (error.lineno or 0) - 1
    except (ValueError, MemoryError, RecursionError, OverflowError):
        return None
    return None


def _comment(rows: list[str], index: int) -> bool:
    """Turn the command in that line, if it is one, into a comment; say whether it was one."""
    if not 0 <= index < len(rows):
        return False
    row = rows[index]
    if found := _COMMAND.match(row):
        indent = found["indent"]
        # "pass" keeps a block that holds nothing else a block.
        rows[index] = f"{indent}pass  # {row.strip()}" if indent else f"# {row}"
        return True
    if found := _ASSIGNED.match(row):
        rows[index] = f"{found['name']} None  # {row.strip()}"
        return True
    return False


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

"""IPython's commands in a notebook's cells: what is not Python becomes a comment, line by line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from grader.handins.parsed import parse

COMMANDS_LIMIT = 100
"""Lines of one cell that are tried one by one as commands."""

# Cell commands after which the rest of the cell is still Python.
_PYTHON_CELLS = frozenset({"time", "timeit", "capture", "prun", "python", "python3", "debug"})

_COMMAND = re.compile(r"(?P<indent>[ \t]*)(?:[%!?]|\w[\w.]*\?{1,2}\s*$)")
_ASSIGNED = re.compile(r"(?P<name>[ \t]*[\w.,\[\] ]+=)[ \t]*[%!]")


@dataclass(frozen=True, slots=True)
class PythonCell:
    """A cell's lines as Python, as many as it had."""

    rows: tuple[str, ...]
    commands: int = 0  # lines that were commands
    module: str = ""  # the module that the cell writes (%%writefile)


def python_of(rows: list[str]) -> PythonCell:
    """Return the Python in a cell's lines: commands become comments, its indentation goes.

    The lines may still be no Python.
    """
    rows = _dedented(rows)
    first = next((index for index, row in enumerate(rows) if row.strip()), None)
    if first is None:
        return PythonCell(tuple(rows))
    commands, module = 0, ""
    if rows[first].startswith("%%"):
        words = rows[first][2:].split()
        if not _python_follows(words):
            rows[first:] = [f"# {row}" if row.strip() else row for row in rows[first:]]
            return PythonCell(tuple(rows), len(rows) - first)
        if words[0] in ("writefile", "file"):
            module = PurePosixPath(words[-1]).stem
        rows[first] = f"# {rows[first]}"
        commands = 1
    # A line that begins with % is Python where it goes on an expression in brackets: so only
    # where Python itself finds no sense in the line is it a command.
    for _ in range(COMMANDS_LIMIT):
        error = parse(rows)
        line = (error.lineno or 0) if isinstance(error, SyntaxError) else 0
        count = _comment(rows, line - 1)
        if not count:
            break
        commands += count
    return PythonCell(tuple(rows), commands, module)


def _dedented(rows: list[str]) -> list[str]:
    """Return the lines without the indentation of the first, as IPython takes it off."""
    first = next((row for row in rows if row.strip()), "")
    indent = first[: len(first) - len(first.lstrip())]
    return [row.removeprefix(indent) for row in rows] if indent else list(rows)


def _python_follows(words: list[str]) -> bool:
    if not words:
        return False
    writes = words[0] in ("writefile", "file") and words[-1].lower().endswith(".py")
    return writes or words[0] in _PYTHON_CELLS


def _comment(rows: list[str], index: int) -> int:
    """Turn the command in that line, if it is one, into a comment; return how many lines it had."""
    if not 0 <= index < len(rows):
        return 0
    row = rows[index]
    if found := _COMMAND.match(row):
        indent = found["indent"]
        # "pass" keeps a block that holds nothing else a block.
        rows[index] = f"{indent}pass  # {row.strip()}" if indent else f"# {row}"
    elif found := _ASSIGNED.match(row):
        rows[index] = f"{found['name']} None  # {row.strip()}"
    else:
        return 0
    last = index
    while rows[last].rstrip().endswith("\\") and last + 1 < len(rows):
        last += 1
        rows[last] = f"# {rows[last]}"
    return last - index + 1

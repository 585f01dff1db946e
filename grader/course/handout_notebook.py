"""An exercise as a notebook, made from its README.md and its skeleton: ``grader init --notebook``.

The same exercise gives the same notebook, byte for byte.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import PurePosixPath
from typing import Literal

from grader.model.trace import Json

Part = Literal["given", "to write", "demo"]

PROGRAM = """\
## Your program

Run the cells from the first to the last. The parts to write are marked with TODO.

Save the notebook before you check it: with `grader check {file}` in a terminal, or with
`!grader check {file}` in a cell of your own. Cells that you add to try something out are yours:
the grader shows them, and does not run them."""


def notebook_name(file: str) -> str:
    """Return the notebook's name for a program's: "lock.ipynb" for "lock.py"."""
    return PurePosixPath(file).with_suffix(".ipynb").name


def for_notebook(readme: str, file: str) -> str:
    """Return the text of a task as it is for who works in the notebook in place of the file."""
    text = re.sub(rf"^( +)\$ python {re.escape(file)}$", r"\1(the last cell)", readme, flags=re.M)
    return re.sub(rf"(?<![\w./]){re.escape(file)}\b", notebook_name(file), text)


def notebook(readme: str, skeleton: str, file: str) -> str:
    """Return a notebook's text: the task in text cells, the skeleton in code cells.

    Raises SyntaxError for a skeleton that is no Python.
    """
    texts = [*_sections(for_notebook(readme, file)), PROGRAM.format(file=notebook_name(file))]
    cells: list[Json] = [
        _cell("markdown", f"text-{number:02}", text) for number, text in enumerate(texts, start=1)
    ]
    cells += [
        _cell("code", f"code-{number:02}", text)
        for number, text in enumerate(code_cells(skeleton), start=1)
    ]
    book: Json = {
        "cells": cells,
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(book, indent=1, ensure_ascii=False) + "\n"


def code_cells(source: str) -> list[str]:
    """Return a program in cells: what is given, one for each part to write, the demo.

    The file's docstring is left out: the task stands above. Raises SyntaxError.
    """
    pieces = list(_pieces(source))
    cells = []
    for _, group in groupby(pieces, key=lambda piece: piece[:2]):
        text = "\n".join(row for _, _, rows in group for row in rows)
        cells += [text.strip("\n")] if text.strip() else []
    return cells


def _pieces(source: str) -> Iterator[tuple[Part, int, list[str]]]:
    """Yield every statement's kind and lines, with the comments above it.

    The number keeps apart what follows one another and goes into cells of its own.
    """
    rows = source.split("\n")
    module = ast.parse(source)
    begin = 0
    for number, node in enumerate(module.body):
        end = node.end_lineno or node.lineno
        if node is module.body[-1]:
            end = len(rows)
        is_docstring = number == 0 and ast.get_docstring(module, clean=False) is not None
        kind = _kind(node)
        if not is_docstring:
            yield kind, 0 if kind == "given" else number, rows[begin:end]
        begin = end


def _kind(node: ast.stmt) -> Part:
    if isinstance(node, ast.If) and "__name__" in ast.unparse(node.test):
        return "demo"
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and any(
        isinstance(inner, ast.Raise)
        and inner.exc is not None
        and "NotImplementedError" in ast.unparse(inner.exc)
        for inner in ast.walk(node)
    ):
        return "to write"
    return "given"


def _sections(text: str) -> Iterator[str]:
    """Yield a Markdown text up to each of its headings of the second level."""
    part: list[str] = []
    fenced = False
    for row in text.splitlines():
        fenced ^= row.startswith("```")
        if row.startswith("## ") and not fenced and part:
            yield "\n".join(part).strip()
            part = []
        part.append(row)
    yield "\n".join(part).strip()


def _cell(kind: Literal["markdown", "code"], name: str, text: str) -> Json:
    cell: dict[str, Json] = {
        "cell_type": kind,
        "id": name,
        "metadata": {},
        "source": list(text.splitlines(keepends=True)),
    }
    return cell | {"execution_count": None, "outputs": []} if kind == "code" else cell

"""A notebook's Python -> the program that is run, line for line, and what to tell of it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from grader.bindings import bound_name
from grader.handins.notebook.selection import DEFINES, Selection, Statement, called_at_once, select
from grader.model.source import Layout

PLACES = 5
"""Places that one note names."""


def runnable(
    lines: list[str],
    layout: Layout,
    written: frozenset[str],
    asked: frozenset[str],
    notes: list[str],
) -> list[str]:
    """Return the lines of a notebook's Python as they are run; line N stays line N.

    ``written`` are modules that cells of the notebook write into files: their code is part of it.
    Adds to ``notes`` what the student should know.
    """
    try:
        lines = _with_own_modules(lines, written)
        text = "\n".join(lines)
        module = ast.parse(text)
        chosen = select(module, asked)
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return lines  # the import will tell
    shown = [*chosen.shown, *(one for one in chosen.run if _stands_for_ipython(one, chosen))]
    code = replaced(lines, {one.node: "" for one in shown})
    bound = frozenset().union(*(one.binds for one in chosen.run if one not in shown))
    if "display" in chosen.needed - bound:
        code += ["", "", "def display(*values, **options):", "    print(*values)"]
    notes += _notes(module, [one.node for one in shown], chosen, layout)
    return code


def replaced(lines: list[str], instead: Mapping[ast.stmt, str]) -> list[str]:
    """Return the lines with other text for these statements, which stay there as comments.

    Line N stays line N; no text is an empty statement.
    """
    lines = list(lines)
    for node in sorted(instead, key=lambda node: (node.lineno, node.col_offset), reverse=True):
        first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
        before = lines[first].encode()[: node.col_offset].decode()
        after = lines[last].encode()[node.end_col_offset :].decode()
        if not before.strip() and after.strip(" \t;").partition("#")[0] == "":
            rows = [f"# {lines[number]}" for number in range(first, last + 1)]
            rows[0] = f"{instead[node]}  {rows[0]}".lstrip()
        else:
            # Among others on a line: a backslash keeps its lines one statement.
            rows = [f"{before}{instead[node] or 'pass'}", *[""] * (last - first)]
            rows[-1] += after
            rows[:-1] = [f"{row}\\" for row in rows[:-1]]
        lines[first : last + 1] = rows
    return lines


def _with_own_modules(lines: list[str], written: frozenset[str]) -> list[str]:
    """Return the lines with imports of modules that the notebook itself writes turned round."""
    instead: dict[ast.stmt, str] = {}
    for node in ast.parse("\n".join(lines)).body:
        match node:
            case ast.Import(names=[ast.alias(name=name) as alias]) if name in written:
                instead[node] = f'{bound_name(alias)} = __import__("sys").modules[__name__]'
            case ast.ImportFrom(module=str(name), level=0, names=names) if name in written:
                others = [a for a in names if a.asname not in (None, a.name)]
                instead[node] = "; ".join(f"{a.asname} = {a.name}" for a in others)
    return replaced(lines, instead)


def _stands_for_ipython(one: Statement, chosen: Selection) -> bool:
    """Say whether it imports IPython's display() alone, in whose place ours prints."""
    node = one.node
    return (
        isinstance(node, ast.ImportFrom)
        and (node.module or "").partition(".")[0] == "IPython"
        and one.binds & chosen.needed == {"display"}
    )


def _notes(
    module: ast.Module, shown: list[ast.stmt], chosen: Selection, layout: Layout
) -> Iterator[str]:
    """Yield what the student should know of how the notebook is run."""
    if shown:
        places = _several(_places(module, shown, layout))
        yield f"Shown, but not run: {places}. Nothing that is checked needs these lines."
    defined: dict[str, list[int]] = {}
    for node in module.body:
        if isinstance(node, DEFINES):
            defined.setdefault(node.name, []).append(node.lineno)
    for name, found in defined.items():
        if len(found) > 1:
            places = _several([layout.place(line) for line in found])
            yield f"{name} is written more than once: {places}. The last one counts."
    for one in chosen.run:
        names = sorted(one.binds | one.changes)
        if names and called_at_once(one, frozenset(defined)):
            where = layout.place(one.node.lineno)
            yield (
                f"{where[:1].upper()}{where[1:]} is run before every check, since what is checked "
                f"uses {_several(names)}."
            )


def _places(module: ast.Module, shown: list[ast.stmt], layout: Layout) -> list[str]:
    """Return where statements are: whole cells, and lines of others."""
    left = {node.lineno for node in shown}
    places = []
    for cell in layout.cells:
        inside = [node.lineno for node in module.body if cell.first <= node.lineno <= cell.last]
        mine = sorted({line - cell.first + 1 for line in inside if line in left})
        if mine and all(line in left for line in inside):
            places.append(f"cell {cell.number}")
        elif mine:
            lines = ", ".join(map(str, mine))
            places.append(f"cell {cell.number}, {'line' if len(mine) == 1 else 'lines'} {lines}")
    return places


def _several(words: list[str]) -> str:
    more = [f"{len(words) - PLACES} more"] if len(words) > PLACES else []
    comma = any("," in word for word in words)
    return ("; " if comma else ", ").join(words[:PLACES] + more)

"""What a given part needs to be imported: a solution that has the part must have that, too."""

from __future__ import annotations

import ast
import builtins
import codecs
from collections.abc import Iterator

from grader.bindings import bound_by, bound_name, used_by

_DECORATED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def missing_imports(program: bytes, given: bytes, part: bytes) -> list[str]:
    """Return the names that a part needs, the given program imports and this one does not bind."""
    tree = ast.parse(program)
    if any(alias.name == "*" for _, alias, _ in _imports(tree)):
        return []  # nobody can tell what that binds
    bound = frozenset().union(*(bound_by(node) for node in tree.body), dir(builtins))
    uses = used_by(part.decode(errors="replace"))
    imported = {name for name, _, _ in _imports(ast.parse(given))}
    return sorted((uses.now | uses.later) & imported - bound)


def with_imports(program: bytes, given: bytes, names: list[str]) -> bytes:
    """Return the program with the given program's imports of these names.

    Each goes to the names that are imported from the same module, where that is one line; else it
    is a line of its own, before the first statement that may follow one.
    """
    wanted = {name: (alias, module) for name, alias, module in _imports(ast.parse(given))}
    mark = codecs.BOM_UTF8 if program.startswith(codecs.BOM_UTF8) else b""
    program = program.removeprefix(mark)
    for name in names:
        alias, module = wanted[name]
        lines = program.splitlines(keepends=True)
        body = ast.parse(program).body
        for node in body:
            if not isinstance(node, ast.ImportFrom) or (node.module, node.level) != (module, 0):
                continue
            line = lines[node.lineno - 1]
            if line.strip() == _line(node.names, module):  # and no more
                every = sorted((*node.names, alias), key=lambda one: (_kind(one.name), one.name))
                lines[node.lineno - 1] = _line(every, module) + _end(line)
                break
        else:
            place = _first_place(body)
            end = _end(lines[0]) or b"\n" if lines else b"\n"
            if place and not _end(lines[place - 1]):
                lines[place - 1] += end
            lines.insert(place, _line([alias], module) + end)
        program = b"".join(lines)
    return mark + program


def _first_place(body: list[ast.stmt]) -> int:
    """Return before how many lines an import may stand: below a docstring and a __future__."""
    place = 0
    for number, node in enumerate(body):
        # What begins in a line of what must come first ends before an import may stand.
        if _must_come_first(node, number) or (place and node.lineno <= place):
            place = node.end_lineno or place
        elif not place:
            decorators = node.decorator_list if isinstance(node, _DECORATED) else []
            return min([node.lineno, *(one.lineno for one in decorators)]) - 1
    return place


def _must_come_first(node: ast.stmt, number: int) -> bool:
    match node:
        case ast.Expr(value=ast.Constant(value=str())):
            return number == 0  # any other text is no docstring
        case ast.ImportFrom(module="__future__"):
            return True
    return False


def _kind(name: str) -> int:
    """Constants, classes, functions: the order of sorted imports."""
    return 0 if name.isupper() else 1 if name[:1].isupper() else 2


def _line(names: list[ast.alias], module: str | None) -> bytes:
    node = ast.ImportFrom(module, names, 0) if module else ast.Import(names)
    return ast.unparse(node).encode()


def _end(line: bytes) -> bytes:
    """Return what ends a line: nothing, where it is the last of some files."""
    return line[len(line.rstrip(b"\r\n")) :]


def _imports(tree: ast.Module) -> Iterator[tuple[str, ast.alias, str | None]]:
    """Yield (name, how it is imported, from which module) of the imports at the top."""
    for node in tree.body:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            module = node.module if isinstance(node, ast.ImportFrom) else None
            for alias in node.names:
                yield bound_name(alias), alias, module

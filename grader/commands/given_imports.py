"""What a given part needs to be imported: a solution that has the part must have that, too."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator

from grader.bindings import bound_by, bound_name, used_by


def missing_imports(program: bytes, given: bytes, part: bytes) -> list[str]:
    """Return the names that a part needs, the given program imports and this one does not bind."""
    tree = ast.parse(program)
    if any(alias.name == "*" for _, alias, _ in _imports(tree)):
        return []  # nobody can tell what that binds
    bound = frozenset().union(*(bound_by(node) for node in tree.body), dir(builtins))
    uses = used_by(part.decode())
    imported = {name for name, _, _ in _imports(ast.parse(given))}
    return sorted((uses.now | uses.later) & imported - bound)


def with_imports(program: bytes, given: bytes, names: list[str]) -> bytes:
    """Return the program with the given program's imports of these names.

    Each goes to the names that are imported from the same module, where that is one line; else it
    is a line of its own: before the first import, or else where the first statement may stand.
    """
    wanted = {name: (alias, module) for name, alias, module in _imports(ast.parse(given))}
    for name in names:
        alias, module = wanted[name]
        lines = program.splitlines(keepends=True)
        body = ast.parse(program).body
        for node in body:
            if not isinstance(node, ast.ImportFrom) or (node.module, node.level) != (module, 0):
                continue
            if lines[node.lineno - 1].strip() == _line(node.names, module).strip():  # and no more
                every = sorted((*node.names, alias), key=lambda one: (_kind(one.name), one.name))
                lines[node.lineno - 1] = _line(every, module)
                break
        else:
            lines.insert(_first_place(body), _line([alias], module))
        program = b"".join(lines)
    return program


def _first_place(body: list[ast.stmt]) -> int:
    """Return before how many lines an import may stand: below a docstring and a __future__."""
    place = body[0].lineno - 1 if body else 0
    for node in body:
        is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if (isinstance(node, ast.ImportFrom) and node.module == "__future__") or is_text:
            place = node.end_lineno or place
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            return node.lineno - 1
    return place


def _kind(name: str) -> int:
    """Constants, classes, functions: the order of sorted imports."""
    return 0 if name.isupper() else 1 if name[:1].isupper() else 2


def _line(names: list[ast.alias], module: str | None) -> bytes:
    node = ast.ImportFrom(module, names, 0) if module else ast.Import(names)
    return f"{ast.unparse(node)}\n".encode()


def _imports(tree: ast.Module) -> Iterator[tuple[str, ast.alias, str | None]]:
    """Yield (name, how it is imported, from which module) of the imports at the top."""
    for node in tree.body:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            module = node.module if isinstance(node, ast.ImportFrom) else None
            for alias in node.names:
                yield bound_name(alias), alias, module

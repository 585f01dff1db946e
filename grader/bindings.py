"""Which names a statement of a module binds, and which it needs from the rest of it."""

from __future__ import annotations

import ast
import symtable
from dataclasses import dataclass

_AT_ONCE = frozenset({"listcomp", "setcomp", "dictcomp", "genexpr"})


@dataclass(frozen=True, slots=True)
class Uses:
    """Names that a piece of a module needs: when it is executed, and when its functions are."""

    now: frozenset[str]
    later: frozenset[str]


def bound_name(alias: ast.alias) -> str:
    """Return the name that an import gives a meaning."""
    return alias.asname or alias.name.partition(".")[0]


def bound_by(node: ast.stmt) -> frozenset[str]:
    """Return the names that a top-level statement binds, also inside its if, for, try or with."""
    names: set[str] = set()
    todo: list[ast.AST] = [node]
    while todo:
        match todo.pop():
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef() as definition:
                names.add(definition.name)
            case ast.Import() | ast.ImportFrom() as statement:
                names.update(bound_name(alias) for alias in statement.names)
            case ast.Name(id=word, ctx=ast.Store()):
                names.add(word)
            case other:
                todo.extend(ast.iter_child_nodes(other))
    return frozenset(names)


def used_by(source: str) -> Uses:
    """Return the names that a piece of a module needs from the rest of it.

    Raises SyntaxError for what is no Python.
    """
    module = symtable.symtable(source, "module", "exec")
    own = {s.get_name() for s in module.get_symbols() if s.is_assigned() or s.is_imported()}
    now = {s.get_name() for s in module.get_symbols() if s.is_referenced()}
    later: set[str] = set()
    scopes = [(scope, True) for scope in module.get_children()]
    while scopes:
        scope, at_once = scopes.pop()
        at_once = at_once and (scope.get_type() == "class" or scope.get_name() in _AT_ONCE)
        names = {s.get_name() for s in scope.get_symbols() if s.is_global()}
        (now if at_once else later).update(names)
        scopes += [(child, at_once) for child in scope.get_children()]
    return Uses(frozenset(now - own), frozenset(later - own))

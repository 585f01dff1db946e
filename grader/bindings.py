"""Which names a statement of a module binds, and which it needs from the rest of it."""

from __future__ import annotations

import ast
import symtable
from collections.abc import Iterator
from dataclasses import dataclass

_LOOPS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
"""What keeps the variables of its loops to itself."""

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
    todo: list[tuple[ast.AST, bool]] = [(node, True)]  # and whether a name in it is the module's
    while todo:
        one, is_outside = todo.pop()
        match one:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                names.add(one.name)
            case ast.Import() | ast.ImportFrom():
                names.update(bound_name(alias) for alias in one.names)
            case ast.Name(id=word, ctx=ast.Store()) if is_outside:
                names.add(word)
            case ast.NamedExpr(target=target):  # binds outside of a comprehension that it is in
                names.add(target.id)
            case (
                ast.ExceptHandler(name=str(word))
                | ast.MatchAs(name=str(word))
                | ast.MatchStar(name=str(word))
                | ast.MatchMapping(rest=str(word))
            ):
                names.add(word)
        todo += [(child, is_outside and not isinstance(one, _LOOPS)) for child in _parts(one)]
    return frozenset(names)


def _parts(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the children of a node, of a definition those that are evaluated where it stands."""
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            yield from (*node.decorator_list, *node.args.defaults)
            yield from filter(None, node.args.kw_defaults)
        case ast.Lambda():
            yield from (*node.args.defaults, *filter(None, node.args.kw_defaults))
        case ast.ClassDef():
            yield from (*node.decorator_list, *node.bases, *node.keywords)
        case _:
            yield from ast.iter_child_nodes(node)


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

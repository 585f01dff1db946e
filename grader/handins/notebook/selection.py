"""Which part of a notebook is its program, and which only tries it out.

In a notebook everything stands at the top level: functions, and cells that call them to see what
happens. A grader that ran these cells whenever it imports the notebook would start processes within
every run, and under ``spawn`` in every process again. So only those lines of the top level are run
that define something, or that the functions that are checked need; the rest is shown and not run,
as if it stood under a main guard.
"""

from __future__ import annotations

import ast
import builtins
import copy
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from grader.bindings import bound_by, used_by
from grader.handins.parsed import is_main_guard

DEFINES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
# What can neither start nor wait for anything, nor fail for long.
_PLAIN = (
    *(ast.Constant, ast.Name, ast.Attribute, ast.Tuple, ast.List, ast.Set, ast.Dict),
    *(ast.UnaryOp, ast.JoinedStr, ast.FormattedValue, ast.Starred),
)
# Methods by which a list, a dictionary or a set is filled, and a manager's class.
_FILLS = frozenset(
    {"append", "appendleft", "extend", "extendleft", "insert", "add", "update", "setdefault"}
    | {"remove", "discard", "pop", "popleft", "popitem", "clear", "sort", "reverse", "register"}
)


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement of the top level, and what is known of it."""

    node: ast.stmt
    binds: frozenset[str]  # names that it gives a meaning
    changes: frozenset[str]  # names of what it fills or changes
    now: frozenset[str]  # names that it needs when it is executed
    later: frozenset[str]  # names that the functions in it need when they are called


@dataclass(frozen=True, slots=True)
class Selection:
    """The statements of a notebook that are run, and those that are only shown."""

    run: tuple[Statement, ...]
    shown: tuple[Statement, ...]

    @property
    def needed(self) -> frozenset[str]:
        """The names that what is run needs, whoever gives them a meaning."""
        return frozenset().union(
            *(one.now | one.later for one in self.run if not is_main_guard(one.node))
        )


def select(module: ast.Module, asked: frozenset[str]) -> Selection:
    """Return what of a module is run; ``asked`` are the names that are checked, if known.

    Raises SyntaxError for what can be parsed and yet is no Python.
    """
    statements = [_statement(node) for node in module.body]
    bound = frozenset().union(*(one.binds for one in statements))
    defined = {one.node.name for one in statements if isinstance(one.node, DEFINES)}
    live = set(asked & bound) or set(defined)
    run: set[int] = set()
    known = set(dir(builtins)) | {"__name__", "__file__", "__doc__"}
    before = -1
    while before != len(run) + len(live) + len(known):
        before = len(run) + len(live) + len(known)
        for index, one in enumerate(statements):
            if is_main_guard(one.node):
                run.add(index)  # and does nothing
                continue
            alive = bool(live & (one.binds | one.changes))
            wanted = alive or index in run or _is_definition(one, known)
            if not wanted or _is_for_notebooks(one.node, first=index == 0):
                continue
            run.add(index)
            known |= one.binds
            live |= one.now
            if alive or not isinstance(one.node, DEFINES):
                live |= one.later
    return Selection(
        tuple(one for index, one in enumerate(statements) if index in run),
        tuple(one for index, one in enumerate(statements) if index not in run),
    )


def called_at_once(one: Statement, own: frozenset[str]) -> bool:
    """Say whether a statement calls a function of the notebook's own when it is executed."""
    return not (isinstance(one.node, DEFINES) or is_main_guard(one.node)) and any(
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in own
        for node in _outside_functions(one.node)
    )


class _Awaited(ast.NodeTransformer):
    """Takes away what awaits outside of functions: from 3.15 on no table of names is made of it."""

    # The names of these methods are the library's.

    def visit_Await(self, node: ast.Await) -> ast.AST:
        value: ast.AST = self.visit(node.value)
        return value

    def visit_AsyncFor(self, node: ast.AsyncFor) -> ast.AST:
        self.generic_visit(node)
        return ast.copy_location(ast.For(**dict(ast.iter_fields(node))), node)

    def visit_AsyncWith(self, node: ast.AsyncWith) -> ast.AST:
        self.generic_visit(node)
        return ast.copy_location(ast.With(**dict(ast.iter_fields(node))), node)

    def visit_comprehension(self, node: ast.comprehension) -> ast.AST:
        self.generic_visit(node)
        node.is_async = 0
        return node

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        return node


def _statement(node: ast.stmt) -> Statement:
    uses = used_by(ast.unparse(_Awaited().visit(copy.deepcopy(node))))
    return Statement(node, bound_by(node), frozenset(_changed(node)), uses.now, uses.later)


def _is_definition(one: Statement, known: set[str]) -> bool:
    """Say whether a statement only gives names a meaning, and runs nothing."""
    node = one.node
    match node:
        case ast.Import(names=names):
            modules = [alias.name for alias in names]
        case ast.ImportFrom(names=[ast.alias(name="*")]):
            return True  # nobody can tell what it is needed for
        case ast.ImportFrom(module=module, level=level):
            modules = ["." * level + (module or "")]
        case ast.Expr(value=ast.Constant()) | ast.Pass():
            return True
        case ast.Assign() | ast.AnnAssign():
            return _is_plain(node) and one.now <= known
        case _:
            return isinstance(node, DEFINES)
    return all(name.partition(".")[0] in sys.stdlib_module_names for name in modules)


def _is_plain(node: ast.Assign | ast.AnnAssign) -> bool:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    parts = [part for target in targets for part in ast.walk(target)]
    named = all(
        isinstance(part, (ast.Name, ast.Tuple, ast.List, ast.expr_context)) for part in parts
    )
    if not named or node.value is None or isinstance(node.value, ast.Lambda):
        return named
    kinds = (*_PLAIN, ast.expr_context, ast.unaryop)
    return all(isinstance(part, kinds) for part in _outside_functions(node.value))


def _outside_functions(node: ast.AST) -> Iterator[ast.AST]:
    """Yield a node and what is in it, but not what stands in a function."""
    yield node
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, _FUNCTIONS):
            yield from _outside_functions(child)


def _changed(statement: ast.stmt) -> Iterator[str]:
    """Yield the names of what a statement fills or changes, by the ways that need no look at it."""
    for node in _outside_functions(statement):
        match node:
            case (
                ast.Attribute(ctx=ast.Store() | ast.Del())
                | ast.Subscript(ctx=ast.Store() | ast.Del())
            ):
                yield from _root(node)
            case ast.Call(func=ast.Attribute(value=value, attr=method)) if method in _FILLS:
                yield from _root(value)


def _root(node: ast.expr) -> Iterator[str]:
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        node = node.value
    if isinstance(node, ast.Name):
        yield node.id


def _is_for_notebooks(statement: ast.stmt, *, first: bool) -> bool:
    """Say whether a statement can stand there in a notebook alone.

    It awaits outside of any function, or has to be the first of a module and is not.
    """
    if isinstance(statement, ast.ImportFrom) and statement.module == "__future__":
        return not first
    if isinstance(statement, _FUNCTIONS):
        return False
    return any(
        isinstance(node, (ast.Await, ast.AsyncFor, ast.AsyncWith))
        for node in _outside_functions(statement)
    )

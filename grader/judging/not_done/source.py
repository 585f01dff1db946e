"""Whether a check meets a TODO, told from the submission's source: it needs no run then.

Only where nothing else can come of a run: every function of the submission that the scenario names
is one that raises NotImplementedError as it was given out, and nothing in the file could put
another in its place. In any doubt the check is run. ``grader verify`` runs every skeleton, and so
proves that its TODOs are met.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from grader.checks.source import CheckSource
from grader.handins.parsed import Parsed, is_main_guard
from grader.judging.not_done.runs import unfinished_text

_DEFINES = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
# What may stand before the TODO; a loop or a call alone is a student's own beginning.
_GIVEN = (ast.Assign, ast.AnnAssign, ast.Pass, ast.Import, ast.ImportFrom)
# Names by which a module can change what its functions are.
_CHANGES_MODULE = re.compile(
    r"\b(globals|vars|locals|setattr|exec|eval|compile|modules|import_module|builtins|"
    r"__\w*(dict|import|code|globals|builtins|setattr)\w*__)\b"
)


def todo_met(submission: Parsed | None, checks: CheckSource, scenario: str) -> str:
    """Return what is still to be done if a scenario can meet nothing but TODOs, else ""."""
    if submission is None:
        return ""
    source = submission.source
    try:
        wanted, first_is_sure = _wanted(checks.functions, scenario)
        todos = dict(_todos(submission.tree, source.program))
    except (MemoryError, RecursionError):  # where it is nested too deeply to be looked at
        return ""
    if not wanted or not (wanted[0] in todos if first_is_sure else set(wanted) <= set(todos)):
        return ""
    line, message = todos[wanted[0]]
    return unfinished_text(source, wanted[0], line, message)


def _wanted(
    functions: Sequence[ast.FunctionDef], name: str, place: int = 0
) -> tuple[list[str], bool]:
    """Return what a function takes from the submission, in order, and whether it calls the first.

    The submission is the function's argument at that place. Nothing if it can't be told: where it
    is handed on, or looked at in another way than by its names. The first is surely called where
    nothing stands around the call that could go another way.
    """
    function = next((node for node in functions if node.name == name), None)
    if function is None or len(function.args.args) <= place:
        return [], False
    student = function.args.args[place].arg
    for statement in function.body:
        if not any(_is(node, student) for node in ast.walk(statement)):
            if any(isinstance(node, (ast.Return, ast.Raise)) for node in ast.walk(statement)):
                break
            continue
        match getattr(statement, "value", None):
            case ast.Call(func=ast.Attribute(value=ast.Name(id=word), attr=called)) as call if (
                word == student and not _mentioned(student, *call.args, *call.keywords)
            ):
                return [called], True
            case ast.Call(func=ast.Name(id=helper), args=arguments, keywords=[]):
                mine = [n for n, argument in enumerate(arguments) if _is(argument, student)]
                others = [argument for n, argument in enumerate(arguments) if n not in mine]
                if len(mine) == 1 and helper != name and not _mentioned(student, *others):
                    return _wanted(functions, helper, mine[0])
        break
    taken = [
        (node.lineno, node.col_offset, node.attr)
        for node in ast.walk(function)
        if isinstance(node, ast.Attribute) and _is(node.value, student)
    ]
    uses = sum(_is(node, student) for node in ast.walk(function))
    return ([word for _, _, word in sorted(taken)] if uses == len(taken) else []), False


def _mentioned(name: str, *parts: ast.AST) -> bool:
    return any(_is(node, name) for part in parts for node in ast.walk(part))


def _is(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def _todos(module: ast.Module, text: str) -> Iterator[tuple[str, tuple[int, str]]]:
    """Yield the name, line and message of every function that surely raises its TODO."""
    if _CHANGES_MODULE.search(text) or not all(map(_is_plain, module.body)):
        return
    bound = Counter(_bound(module))
    for node in module.body:
        if isinstance(node, ast.FunctionDef) and bound[node.name] == 1:
            found = _todo_of(node)
            if found is not None:
                yield node.name, found


def _is_plain(node: ast.stmt) -> bool:
    """Say whether a statement of the top level only defines, or stands under a main guard."""
    if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names):
        return False
    if isinstance(node, ast.If):
        return is_main_guard(node) and not node.orelse
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    return isinstance(node, (*_DEFINES, ast.Assign, ast.AnnAssign))


def _bound(module: ast.Module) -> Iterator[str]:
    """Yield a name for each place that gives it a meaning in the module: once too often at most."""
    for node in ast.walk(module):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name
            case ast.ClassDef(name=name) | ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                yield name
            case ast.Attribute(attr=name, ctx=ast.Store() | ast.Del()):
                yield name
            case ast.alias(name=name, asname=other):
                yield other or name.partition(".")[0]
            case ast.Global(names=names):
                yield from names


def _todo_of(function: ast.FunctionDef) -> tuple[int, str] | None:
    """Return the line and the message of a function's TODO, if every call of it ends there."""
    if function.decorator_list or any(
        isinstance(node, (ast.Yield, ast.YieldFrom)) for node in ast.walk(function)
    ):
        return None
    for number, node in enumerate(function.body):
        match node:
            case ast.Expr(value=ast.Constant()) if number == 0:
                continue
            case ast.Raise(exc=ast.Name(id="NotImplementedError")):
                return node.lineno, ""
            case ast.Raise(
                exc=ast.Call(
                    func=ast.Name(id="NotImplementedError"),
                    args=[ast.Constant(value=str() as text)],
                    keywords=[],
                )
            ):
                return node.lineno, text
            case _ if not isinstance(node, _GIVEN):
                return None
    return None

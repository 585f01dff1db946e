"""A checks.py as it is written: its text, its syntax, and which function is what. Runs nothing."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from grader.checks.declare import CheckError

Role = Literal["scenario", "check"]


@dataclass(frozen=True, slots=True)
class CheckSource:
    """One checks.py that Python can parse; whoever wants to change the tree makes another."""

    path: Path
    text: str
    tree: ast.Module = field(repr=False, compare=False)

    @property
    def functions(self) -> tuple[ast.FunctionDef, ...]:
        """The functions at the top level, in the order of the file."""
        return tuple(node for node in self.tree.body if isinstance(node, ast.FunctionDef))

    @property
    def scenarios(self) -> tuple[str, ...]:
        """The names of the functions under @scenario."""
        return tuple(one.name for one in self.functions if "scenario" in roles(one))

    @property
    def asked(self) -> frozenset[str]:
        """All names that the scenarios may take from a submission."""
        return frozenset(_asked(self.functions))


def read_checks(path: Path) -> CheckSource:
    """Read a checks.py; raises CheckError, with file and line, for one that is no Python."""
    try:
        return parse_checks(path.read_bytes().decode(), path)
    except (OSError, ValueError) as error:  # ValueError: bytes that are no text, or a zero byte
        raise CheckError(f"{path} can't be read: {error}") from None
    except SyntaxError as error:
        line = f":{error.lineno}" if error.lineno else ""  # a zero byte has none
        raise CheckError(f"{path}{line}: syntax error: {error.msg}") from None


def parse_checks(text: str, path: Path) -> CheckSource:
    """Return a checks.py of which the text is known. Raises SyntaxError and ValueError."""
    return CheckSource(path, text, ast.parse(text, str(path)))


def roles(node: ast.stmt) -> frozenset[Role]:
    """Return what our decorators make of a statement."""
    decorators = node.decorator_list if isinstance(node, ast.FunctionDef) else []
    return frozenset(found for one in decorators if (found := role(one)) is not None)


def role(decorator: ast.expr) -> Role | None:
    """Return what a decorator makes of its function: ``@scenario``, ``@grader.check(...)``."""
    target = decorator.func if isinstance(decorator, ast.Call) else decorator
    match target:
        case ast.Name(id="scenario") | ast.Attribute(attr="scenario"):
            return "scenario"
        case ast.Name(id="check") | ast.Attribute(attr="check"):
            return "check"
        case _:
            return None


def _asked(functions: tuple[ast.FunctionDef, ...]) -> Iterator[str]:
    for function in functions:
        if "check" in roles(function):
            continue
        # A scenario, or a helper that may get the submission handed on under any name.
        given = {argument.arg for argument in function.args.args} - {"run"}
        for node in ast.walk(function):
            match node:
                case ast.Attribute(value=ast.Name(id=base), attr=name) if base in given:
                    yield name
                case ast.Call(
                    func=ast.Name(id="getattr"),
                    args=[ast.Name(id=base), ast.Constant(value=str(name)), *_],
                ) if base in given:
                    yield name

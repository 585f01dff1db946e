"""A submission's source with its syntax, for those who look into it without running it."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field

from grader.model.source import SourceText


@dataclass(frozen=True, slots=True)
class Parsed:
    """What is run of a submission, as text and as a tree.

    It stays in the process that made it: a tree that is nested deeply can't be pickled.
    """

    source: SourceText
    tree: ast.Module = field(repr=False, compare=False)

    @property
    def defined(self) -> frozenset[str]:
        """The names of the functions and classes at the top level."""
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
        return frozenset(node.name for node in self.tree.body if isinstance(node, kinds))

    @property
    def given(self) -> frozenset[str]:
        """The names of the functions that were handed out finished."""
        functions = [node for node in self.tree.body if isinstance(node, ast.FunctionDef)]
        return frozenset(one.name for one in functions if is_given(one))


def is_given(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> bool:
    """Say whether something was handed out finished: its docstring begins with "Given:"."""
    return (ast.get_docstring(node) or "").startswith("Given:")


def is_main_guard(node: ast.stmt) -> bool:
    """Say whether a statement runs only where the file is the program itself."""
    return isinstance(node, ast.If) and ast.unparse(node.test) == "__name__ == '__main__'"


def parsed(source: SourceText) -> Parsed | None:
    """Return the source with its syntax, or None where Python can't parse it."""
    tree = parse(source.program.split("\n"))
    return Parsed(source, tree) if isinstance(tree, ast.Module) else None


def is_python(rows: Sequence[str]) -> bool:
    """Say whether Python can parse these lines."""
    return isinstance(parse(rows), ast.Module)


def parse(rows: Sequence[str]) -> ast.Module | Exception:
    """Return the tree of a program's lines, or what Python finds wrong with it.

    Nesting that is too deep comes back as an error too, and never ends the interpreter.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a doubtful escape is no business of the reader's
            return ast.parse("\n".join(rows))
    except (SyntaxError, ValueError, MemoryError, RecursionError, OverflowError) as error:
        return error

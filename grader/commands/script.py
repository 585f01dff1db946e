"""Whether a file is a script: a program that is run as a whole, and not by one of its functions."""

from __future__ import annotations

import ast

from grader.bindings import bound_by

SCRIPT = "__main__"
"""What stands in place of a function's name where the file itself is run."""

NOTE = (
    "The file was run as a script. That returns nothing, so what its main process prints was "
    "compared, without its order. A function's result says more: name it, as FILE:FUNCTION."
)

_DEFINES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)
_KEEPS = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Pass, ast.Global)


def is_script(module: ast.Module) -> bool:
    """Say whether the file does something when it is run, and defines no ``main``.

    What it does stands under ``if __name__ == "__main__":``, or loose at its top level.
    """
    if any("main" in bound_by(node) or "*" in bound_by(node) for node in module.body):
        return False
    return any(_does_something(node) for node in module.body)


def _does_something(node: ast.stmt) -> bool:
    if isinstance(node, ast.Expr):
        return not isinstance(node.value, ast.Constant)  # else a docstring
    if isinstance(node, ast.If | ast.Try):
        inner = ast.iter_child_nodes(node)
        return any(_does_something(part) for part in inner if isinstance(part, ast.stmt))
    return not isinstance(node, _DEFINES + _KEEPS)

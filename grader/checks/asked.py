"""Which names the checks of an exercise take from a submission."""

from __future__ import annotations

import ast
import re

from grader.course.course import Exercise


def asked_by(exercise: Exercise) -> frozenset[str]:
    """Return all names that the scenarios of an exercise may take from a submission."""
    try:
        module = ast.parse(exercise.checks.read_bytes())
    except (OSError, SyntaxError, ValueError):
        return frozenset()  # whoever loads the checks will tell
    names: set[str] = set()
    for function in module.body:
        if not isinstance(function, ast.FunctionDef) or any(
            re.match(r"(\w+\.)?check\b", ast.unparse(one)) for one in function.decorator_list
        ):
            continue
        # A scenario, or a helper that may get the submission handed on under any name.
        given = {argument.arg for argument in function.args.args} - {"run"}
        for node in ast.walk(function):
            match node:
                case ast.Attribute(value=ast.Name(id=base), attr=name) if base in given:
                    names.add(name)
                case ast.Call(
                    func=ast.Name(id="getattr"),
                    args=[ast.Name(id=base), ast.Constant(value=str(name)), *_],
                ) if base in given:
                    names.add(name)
    return frozenset(names)

"""Which names a statement binds for the module that it stands in: as Python itself has it."""

from __future__ import annotations

import ast
from types import ModuleType
from typing import Any

import pytest

from grader.bindings import bound_by

pytestmark = pytest.mark.quick

BINDING = {
    "x = y = 1": {"x", "y"},
    "x, (y, *z) = 1, (2, 3)": {"x", "y", "z"},
    "box.x = box['y'] = 1": set(),
    "x: int = 1": {"x"},
    "for x in [1]: y = x": {"x", "y"},
    "with open('/dev/null') as x: y = 1": {"x", "y"},
    "import os.path, sys as x": {"os", "x"},
    "def f(a, b=1):\n    c = 2": {"f"},
    "class C:\n    x = 1": {"C"},
    # the variables of a comprehension are its own
    "x = [y for y in [1]]": {"x"},
    "x = {y: z for y, z in []}": {"x"},
    "x = {y for y in [z for z in [1]] if y}": {"x"},
    "sum(y for y in [1] for z in [2])": set(),
    "x = lambda y: y": {"x"},
    # what := binds is not
    "print([y := z for z in [1]], end='')": {"y"},
    "print([[y := z for z in [1]] for a in [1]], end='')": {"y"},
    "if (x := 1): pass": {"x"},
    "f = lambda a=(x := 1): (y := a)": {"f", "x"},
    "def f(a=(x := 1), *, b=(y := 2)): (z := 3)": {"f", "x", "y"},
    "@(x := staticmethod)\ndef f(): pass": {"f", "x"},
    "class C((x := object), metaclass=(y := type)):\n    z = 1": {"C", "x", "y"},
    # names of a match
    "match [1, 2, 3]:\n    case [x, *y]: pass": {"x", "y"},
    "match {'a': 1, 'b': 2}:\n    case {'a': x, **y}: pass": {"x", "y"},
    "match 1:\n    case int() as x: pass": {"x"},
    "match 1:\n    case (1 | 2) as x if (y := x): z = 3": {"x", "y", "z"},
    "match 1:\n    case _: pass": set(),
    "match [1]:\n    case [*_]: pass": set(),
}


class Box(dict[str, Any]):
    """Takes whatever is put into it."""

    x: object = None


@pytest.mark.parametrize(("program", "names"), BINDING.items())
def test_what_a_statement_binds_is_what_a_module_has_then(program: str, names: set[str]) -> None:
    (node,) = ast.parse(program).body
    assert bound_by(node) == names
    module = ModuleType("m")
    module.__dict__["box"] = Box()
    before = {*module.__dict__, "__builtins__"}
    exec(program, module.__dict__)
    assert {n for n in module.__dict__ if not n.startswith("__")} - before == names


@pytest.mark.parametrize("star", ["", "*"])
def test_an_error_has_its_name_while_it_is_handled(star: str) -> None:
    program = f"try:\n    1 / 0\nexcept{star} ZeroDivisionError as x:\n    y = x\n"
    (node,) = ast.parse(program).body
    assert bound_by(node) == {"x", "y"}

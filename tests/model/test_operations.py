"""One vocabulary: what is sent, made, asked for and told stands in the tables, word for word."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import get_args

from grader.model import operations
from grader.model.operations import (
    EVENTS,
    MADE,
    NOTICES,
    OBJECTS,
    OPERATIONS,
    REQUESTS,
    TOLD,
    EventKind,
    Inferred,
    ObjectKind,
    Operation,
)
from tests.sources import tree_of

PACKAGE = Path(operations.__file__).parents[1]
GUEST = tuple(sorted((PACKAGE / "guest").rglob("*.py")))
OTHERS = tuple(path for path in sorted(PACKAGE.rglob("*.py")) if path not in GUEST)

MESSAGE_FIELDS = 9


class Texts:
    """Looks up which texts an expression of a module may be."""

    def __init__(self, tree: ast.Module) -> None:
        self.tree = tree
        nodes = list(ast.walk(tree))
        self.above = {child: node for node in nodes for child in ast.iter_child_nodes(node)}

    def of(self, node: ast.expr) -> set[str]:
        """A name stands for all that it is given where it is bound: in assignments, by callers."""
        match node:
            case ast.Constant(value=str(text)):
                return {text}
            case ast.IfExp(body=one, orelse=other):
                return self.of(one) | self.of(other)
            case ast.Tuple(elts=[first, *_]):  # op, mode = ("read", "r") if ...
                return self.of(first)
            case ast.Dict(values=values):
                return set().union(*map(self.of, values))
            case ast.Call(func=ast.Attribute(value=table, attr="get")):
                return self.of(table)
            case ast.Call(func=ast.Name(id="_kind"), args=[_, kind]):
                return self.of(kind)
            case ast.Name(id=name):
                return set().union(*map(self.of, self._bound(name, node)))
        return set()

    def _bound(self, name: str, node: ast.AST) -> list[ast.expr]:
        """Return what a name is bound to in the innermost function around that binds it."""
        while (node := self.above.get(node, self.tree)) is not self.tree:
            if isinstance(node, ast.FunctionDef):
                order = [argument.arg for argument in node.args.args]
                if name in order:
                    return self._given(node.name, order.index(name))
                if found := [value for bound, value in _assigned(node) if bound == name]:
                    return found
        return [value for bound, value in _assigned(self.tree) if bound == name]

    def _given(self, function: str, place: int) -> list[ast.expr]:
        return [
            node.args[place]
            for node in ast.walk(self.tree)
            if isinstance(node, ast.Call)
            and ast.unparse(node.func) == function
            and len(node.args) > place
        ]


def _assigned(within: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    for node in ast.walk(within):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                yield name, value
            case ast.Assign(targets=[ast.Tuple(elts=[ast.Name(id=name), *_])], value=value):
                yield name, value


@cache
def texts_of(path: Path) -> Texts:
    return Texts(tree_of(path))


def first_arguments(*methods: str) -> Iterator[tuple[str, set[str]]]:
    """Yield (place, texts) for each call of these methods of a link in the guest."""
    for path in GUEST:
        for node in ast.walk(tree_of(path)):
            match node:
                case ast.Call(func=ast.Attribute(value=owner, attr=method), args=[first, *_]) if (
                    method in methods and ast.unparse(owner) in ("link", "self", "self._link")
                ):
                    yield f"{path.name}:{node.lineno}", texts_of(path).of(first)


def test_the_tables_have_a_row_for_each_word() -> None:
    assert set(OPERATIONS) == set(get_args(Operation))
    assert set(EVENTS) == set(get_args(EventKind))
    assert set(OBJECTS) == set(get_args(ObjectKind))


def test_every_operation_has_words_of_its_own_for_a_learner() -> None:
    for op, base in OPERATIONS.items():
        assert base.words
        assert base.words != op


def test_what_is_asked_for_beside_a_submission_stands_in_the_table() -> None:
    sent = dict(first_arguments("ask", "request"))
    passed_on = {place for place, words in sent.items() if not words}
    assert {place.partition(":")[0] for place in passed_on} == {"link.py"}, "ask() itself"
    messages = {
        node.elts[0].value
        for path in GUEST
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.List)
        and len(node.elts) == MESSAGE_FIELDS
        and isinstance(node.elts[0], ast.Constant)
    }
    used = set().union(*sent.values()) | messages
    assert used <= set(REQUESTS)
    assert set(REQUESTS) - used == set(), "words that nobody says"


def test_what_is_told_beside_a_submission_stands_in_the_table() -> None:
    told = dict(first_arguments("note"))
    assert all(told.values()), "every note's kind is known from the sources"
    cut = {"cut"}  # told in place of notes that are too long
    assert set().union(*told.values()) | cut == set(TOLD) | NOTICES


def test_the_kinds_of_what_is_made_beside_a_submission_stand_in_the_table() -> None:
    made = set()
    for path in GUEST:
        for node in ast.walk(tree_of(path)):
            match node:
                case ast.Call(
                    func=ast.Attribute(attr="note"), args=[ast.Constant(value="made"), kind, *_]
                ):
                    made |= texts_of(path).of(kind)
    assert made | {"inner"} == set(MADE) | {"pipe"}, "a pipe is told as its two ends"


_ASKED, _HAPPENED, _THERE = {*REQUESTS, *OPERATIONS}, {*EVENTS, *get_args(Inferred)}, set(OBJECTS)
KNOWN = {
    **dict.fromkeys(("request.op", "wait.op", "pending.op"), _ASKED),
    "event.kind": _HAPPENED,
    **dict.fromkeys(("record.kind", "thing.kind", "owner.kind", "base.kind"), _THERE),
}
"""What may stand beside what is compared, by the end of its name."""


def compared(path: Path) -> Iterator[tuple[str, str, int]]:
    """Yield (what, text, line) wherever one of those is compared with a text."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Compare):
            name = ".".join(ast.unparse(node.left).split(".")[-2:])
            for other in node.comparators if name in KNOWN else ():
                for part in ast.walk(other):
                    if isinstance(part, ast.Constant) and isinstance(part.value, str):
                        yield name, part.value, node.lineno


def test_nobody_waits_for_a_word_that_nothing_makes() -> None:
    """A type checker lets a word pass that stands among others in a tuple: this does not."""
    found = [(path, *one) for path in OTHERS for one in compared(path)]
    wrong = [
        f"{path.relative_to(PACKAGE)}:{line}: {text}"
        for path, name, text, line in found
        if text not in KNOWN[name]
    ]
    assert wrong == []
    assert {name for _, name, _, _ in found} >= {"request.op", "pending.op", "event.kind"}

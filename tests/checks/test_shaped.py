"""Values of the shape that is wanted, and how a value is shown."""

from __future__ import annotations

import pytest

from grader import shown
from grader.checks.expect import Wrong
from grader.model.trace import Json
from tests.checks.build import run


@pytest.mark.parametrize(
    ("example", "value"),
    [
        (0, 5),
        (0.5, 5),
        (0.5, 5.5),
        ("", "text"),
        (False, True),
        (None, ["anything"]),
        ([], [1, "a", None]),
        ([0], []),
        ([0], [1, 2, 3]),
        ([0, [0]], [1, [2, 3]]),
        ({}, {"a": 1}),
        ({"a": 0}, {"a": 1, "b": "more"}),
        ([[]], [[1], []]),
    ],
)
def test_a_value_of_the_right_shape_is_returned(example: Json, value: Json) -> None:
    assert run(value).shaped(example) == value


@pytest.mark.parametrize(
    ("example", "value", "message"),
    [
        (0, True, "From f(), a whole number was expected, but True came back."),
        (0, 1.5, "From f(), a whole number was expected, but 1.5 came back."),
        (0.5, "1", "From f(), a number was expected, but '1' came back."),
        (
            "",
            None,
            "From f(), a text was expected, but None came back: that is what a function without a "
            "return gives back.",
        ),
        (False, 0, "From f(), True or False was expected, but 0 came back."),
        ([], {}, "From f(), a list was expected, but {} came back."),
        (
            [0],
            [1, "ü"],
            "From f(), a list with a whole number for each item was expected, but [1, 'ü'] came "
            "back.",
        ),
        (
            [0, ""],
            [1],
            "From f(), a list of 2 (a whole number, a text) was expected, but [1] came back.",
        ),
        (
            {"left": 0},
            {},
            "From f(), a dict (left: a whole number) was expected, but {} came back.",
        ),
        (
            [],
            {"type": "MapResult"},
            "From f(), a list was expected, but an object of type MapResult came back.",
        ),
        (
            [""],
            [{"reef": {"type": "ListProxy"}, "moves": 1}],
            "From f(), a list with a text for each item was expected, but "
            "[{'reef': <ListProxy>, 'moves': 1}] came back.",
        ),
        (0, "x" * 500, f"From f(), a whole number was expected, but '{'x' * 199} ... came back."),
    ],
)
def test_a_value_of_another_shape_is_wrong_in_words(
    example: Json, value: Json, message: str
) -> None:
    with pytest.raises(Wrong) as caught:
        run(value).shaped(example, "f()")
    assert str(caught.value) == message
    assert caught.value.cause == "wrong-value"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("ready", "'ready'"),
        ([1, {"a": None}], "[1, {'a': None}]"),
        ({"type": "generator"}, "an object of type generator"),
        ([{"type": "State"}, {"type": "float", "text": "nan"}], "[<State>, nan]"),
        (["x" * 300], f"['{'x' * 198} ..."),
    ],
)
def test_a_value_is_shown_as_python_writes_it(value: Json, text: str) -> None:
    assert shown(value) == text

"""The judgements that recur: what is wrong, in which words, with which cause."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from grader import expect, fifo_per_producer, nothing_lost_or_doubled, shaped
from grader.checks.expect import Wrong
from tests.checks.build import run


def test_the_same_items_in_any_order_are_fine() -> None:
    nothing_lost_or_doubled([["b", 1], 1, None], [1, None, ["b", 1]])


@pytest.mark.parametrize(
    ("got", "expected", "cause", "message"),
    [
        ([1], [1, 2], "lost-item", "2 got lost on the way."),
        ([], ["a", "b", "b"], "lost-item", "'a' and 'b' (2 times) got lost on the way."),
        ([], range(8), "lost-item", "0, 1, 2, 3, 4 and 3 more got lost on the way."),
        ([1, 1], [1], "duplicate-item", "1 came more often than it was given."),
        ([1, 1], [1, 2], "duplicate-item", "1 came more often than it was given. Missing: 2."),
        ([1, 9], [1], "wrong-value", "9 came, but nobody had given it."),
        ([9], [1], "wrong-value", "9 came, but nobody had given it. Missing: 1."),
        (3, [1], "wrong-value", "A list was expected, but 3 came back."),
        ([True], [1], "wrong-value", "True came, but nobody had given it. Missing: 1."),
    ],
)
def test_lost_doubled_and_strange_items_are_told_apart(
    got: object, expected: Any, cause: str, message: str
) -> None:
    with pytest.raises(Wrong) as caught:
        nothing_lost_or_doubled(got, expected)
    assert (caught.value.cause, str(caught.value)) == (cause, message)


@pytest.mark.parametrize(
    ("judgement", "wanted"),
    [
        (lambda: nothing_lost_or_doubled(None, [1]), "A list"),
        (lambda: fifo_per_producer(None), "A list"),
        (lambda: run(None).shaped(0, "f()"), "From f(), a whole number"),
        (lambda: shaped(None, [""], "g()"), "From g(), a list with a text for each item"),
    ],
)
def test_nothing_at_all_is_explained_and_has_a_question_of_its_own(
    judgement: Callable[[], None], wanted: str
) -> None:
    with pytest.raises(Wrong) as caught:
        judgement()
    assert str(caught.value) == (
        f"{wanted} was expected, but None came back: that is what a function without a return "
        "gives back."
    )
    assert caught.value.advice == (
        "Which line is to give the result back, and is it reached on every way?"
    )


def test_each_producer_s_order_is_kept_and_producers_may_mix() -> None:
    fifo_per_producer([["a", 1], ["b", 1], ["a", 2], ["b", 7]])
    fifo_per_producer(["a1", "b1", "a2"], key=lambda item: (item[0], item[1]))


def test_an_item_before_its_predecessor_is_named() -> None:
    with pytest.raises(Wrong) as caught:
        fifo_per_producer([["a", 2], ["b", 1], ["a", 1]])
    assert caught.value.cause == "order-broken"
    assert str(caught.value) == "['a', 1] came after ['a', 2], but its producer made it before."


@pytest.mark.parametrize("items", [[5], [None], [["a"]], [["a", 1], ["a", "x"]], [[[], 1]]])
def test_an_item_that_is_none_is_wrong_and_no_fault_of_the_judgement(items: object) -> None:
    with pytest.raises(Wrong) as caught:
        fifo_per_producer(items)
    assert caught.value.cause == "wrong-value"


def test_what_holds_says_nothing_and_what_does_not_is_wrong_with_its_cause_and_advice() -> None:
    expect([1], "never told")
    with pytest.raises(Wrong) as caught:
        expect([], "None was sold.", cause="lost-item", advice="Who sells?")
    assert (str(caught.value), caught.value.cause, caught.value.advice) == (
        "None was sold.",
        "lost-item",
        "Who sells?",
    )


def test_a_story_is_told_after_what_is_lost_or_doubled() -> None:
    with pytest.raises(Wrong, match=r"^1 got lost on the way\. So it was\.$"):
        nothing_lost_or_doubled([], [1], "So it was.")
    with pytest.raises(Wrong, match=r"^1 came more often than it was given\. So it was\.$"):
        nothing_lost_or_doubled([1, 1], [1], "So it was.")
    with pytest.raises(Wrong, match=r"^2 came, but nobody had given it\. So it was\.$"):
        nothing_lost_or_doubled([1, 2], [1], "So it was.")

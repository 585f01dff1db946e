"""Each judgement is fed odd values and odd runs, to prove that it comes to a verdict on them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from grader.commands.odd_values import broken_by_values, changed
from grader.course.course import load_course
from grader.settings import Settings
from tests.judging.toy import ToyShop, ends, make_course

HEAD = '''\
from grader import Run, check, expect, scenario


@scenario(clock="patient")
def sell(student):
    return student.sell_all()


@check(sell)
def test_sold(run: Run) -> None:
    """Everything is sold."""
'''


def broken(folder: Path, judgement: str, reference: str | None) -> list[str]:
    """Return what breaks a judgement, in a course whose own solution ends as is said."""
    exercises = make_course(folder, HEAD + judgement)
    if reference is not None:
        solution = folder / "solutions" / "03_lock" / "lock.py"
        solution.parent.mkdir(parents=True)
        solution.write_text(reference)
    (exercise,) = load_course(exercises).exercises
    return broken_by_values(exercise, Settings(), ToyShop())


def test_each_part_of_a_value_is_changed_by_itself() -> None:
    odd = [None, -1, 0.5, "text", [], {}]
    assert list(changed({"a": [7]})) == [
        *odd,
        {},
        *({"a": part} for part in odd),
        {"a": []},
        {"a": []},
        {"a": [7, 7]},
        *({"a": [7, part]} for part in odd),
        *({"a": [part]} for part in odd),
    ]


def said(breaks: Callable[[], object]) -> str:
    """Return what this Python says of an error: the words differ between versions."""
    try:
        breaks()
    except (TypeError, ValueError) as error:
        return str(error)
    raise AssertionError("it did not break")


def one(of: list[int]) -> int:
    (only,) = of
    return only


@pytest.mark.parametrize(
    ("judgement", "value", "error"),
    [
        (
            "    sold, left = run.shaped([[0], [0]])\n    expect(sold, 'No.')\n    (one,) = sold\n",
            "[[1, 1], [2]]",
            said(lambda: one(of=[1, 1])),
        ),
        (
            "    sold, left = run.shaped([[0], [0]])\n    expect(sold == [1], 'No.')\n"
            "    expect(left[0] == 2, 'No.')\n",
            "[[1], []]",
            "list index out of range",
        ),
        (
            "    sold, _ = run.shaped([[0], None])\n    expect(max(sold) == 1, 'No.')\n",
            "[[], [2]]",
            said(lambda: max([])),
        ),
    ],
)
def test_an_open_list_is_made_longer_and_shorter(
    tmp_path: Path, judgement: str, value: str, error: str
) -> None:
    assert broken(tmp_path, judgement, ends([[1], [2]])) == [
        f"test_sold breaks on the value {value}: {error}"
    ]


def test_a_right_value_may_come_of_a_run_in_which_nothing_happened(tmp_path: Path) -> None:
    judgement = "    expect(run.value == 17, 'No.')\n    expect(run.steps()[0].time < 1, 'Late.')\n"
    assert broken(tmp_path, judgement, ends(17)) == [
        "test_sold breaks on the value 17: list index out of range"
    ]


def test_a_right_value_may_come_of_a_part_of_what_happened(tmp_path: Path) -> None:
    judgement = (
        "    expect(run.value == 17, 'No.')\n    if len(run.trace.tasks) == 2:\n"
        "        expect(run.steps('write')[0].time < 1, 'Late.')\n"
    )
    assert broken(tmp_path, judgement, ends(17, 18)) == [
        "test_sold breaks on the value 17 in a run without steps: list index out of range"
    ]


def test_what_a_judgement_does_with_a_right_run_and_an_odd_value_is_seen(tmp_path: Path) -> None:
    judgement = "    if run.steps():\n        expect(run.value > 0, 'No.')\n"
    assert broken(tmp_path, judgement, ends(17)) == [
        "test_sold breaks on the value None in a right run: '>' not supported between instances "
        "of 'NoneType' and 'int'"
    ]


@pytest.mark.parametrize(
    "reference",
    [
        None,
        ends({"fault": "out of memory"}),
        ends({"failure": ["ValueError", "wrong", "lock.py", 2]}),
    ],
    ids=["none", "not run", "not returned"],
)
def test_without_a_run_of_the_reference_the_list_of_odd_values_is_tried(
    tmp_path: Path, reference: str | None
) -> None:
    judgement = "    expect(run.value != 17 or run.steps()[0], 'No.')\n    len(run.value)\n"
    assert broken(tmp_path, judgement, reference) == [
        "test_sold breaks on the value None: object of type 'NoneType' has no len()"
    ]


def test_a_judgement_that_copes_is_not_told(tmp_path: Path) -> None:
    judgement = (
        "    sold = run.shaped([0])\n    expect(max(sold, default=0) <= 1, f'{sold} were sold.')\n"
        "    expect(len(run.steps()) < 9, 'Late.')\n"
    )
    assert broken(tmp_path, judgement, ends([1])) == []

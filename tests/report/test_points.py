"""Bonus points: in what is earned, never in what can be had."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader.model.results import CheckResult, ExerciseReport
from grader.report.score_words import (
    cell_text,
    check_text,
    had_cell,
    had_text,
    points_text,
    sum_text,
    worth_text,
)
from tests.report.samples import EXTRA, EXTRA_TO_DO, FULL, MORE, NOT_DONE, PASSED, PHILOSOPHERS


def of(*checks: CheckResult) -> ExerciseReport:
    return ExerciseReport("03_lock", "Tickets", None, checks)


def test_bonus_points_count_in_what_is_earned_and_not_in_what_can_be_had() -> None:
    assert (MORE.earned, MORE.points) == (7, 2)
    assert (MORE.bonus, MORE.bonus_points) == (5, 10)


def test_full_points_need_no_bonus_points() -> None:
    assert of(PASSED, EXTRA_TO_DO).full
    assert PHILOSOPHERS.full


def test_bonus_points_make_up_for_no_other_points() -> None:
    short = of(NOT_DONE, EXTRA)
    assert (short.earned, short.points) == (5, 1)
    assert not short.full


@pytest.mark.parametrize(
    ("earned", "points", "text"),
    [(1.0, 1.0, "1 of 1 point"), (0.5, 2, "0.5 of 2 points"), (0, 0, "0 of 0 points")],
)
def test_points_are_written_short(earned: float, points: float, text: str) -> None:
    assert points_text(earned, points) == text


@pytest.mark.parametrize(
    ("checks", "text"),
    [
        ((PASSED, EXTRA), "7 of 2 points, with 5 bonus points"),
        ((PASSED, replace(EXTRA, points=1, earned=1)), "3 of 2 points, with 1 bonus point"),
        ((PASSED, EXTRA_TO_DO), "2 of 2 points"),
        ((EXTRA, EXTRA_TO_DO), "5 of 10 bonus points"),
        ((EXTRA_TO_DO,), "0 of 5 bonus points"),
        ((replace(EXTRA_TO_DO, points=1),), "0 of 1 bonus point"),
    ],
)
def test_bonus_points_in_words(checks: tuple[CheckResult, ...], text: str) -> None:
    assert sum_text(of(*checks)) == text


def test_one_check() -> None:
    assert (check_text(PASSED), worth_text(PASSED)) == ("2/2", "2 of 2 points")
    assert (check_text(EXTRA), worth_text(EXTRA)) == ("5/5 bonus", "5 of 5 bonus points")


def test_a_cell_of_a_table_tells_what_comes_on_top() -> None:
    assert (cell_text(FULL), had_text(FULL)) == ("2", "of 2")
    assert (cell_text(PHILOSOPHERS), had_text(PHILOSOPHERS)) == ("+5", "10 bonus")
    assert (cell_text(of(PASSED, EXTRA)), had_text(of(PASSED, EXTRA))) == ("7", "of 2 and 5 bonus")
    assert (cell_text(of()), had_text(of())) == ("0", "of 0")


def test_a_cell_tells_what_can_be_had() -> None:
    assert [had_cell(one) for one in (FULL, PHILOSOPHERS, of(PASSED, EXTRA), of())] == [
        "2", "+10", "2+5", "0",
    ]  # fmt: skip

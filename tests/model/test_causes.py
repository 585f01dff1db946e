"""The table of causes: whole, in order, and each row fit to be read."""

from __future__ import annotations

from itertools import groupby
from typing import get_args

from grader.model.causes import CAUSES, ROWS, Cause, Family


def test_every_cause_has_one_row_in_the_same_order() -> None:
    assert tuple(row.name for row in ROWS) == get_args(Cause)
    assert tuple(CAUSES.values()) == ROWS


def test_the_rows_of_a_family_stand_together() -> None:
    assert tuple(family for family, _ in groupby(row.family for row in ROWS)) == get_args(Family)


def test_every_cause_has_advice_that_ends_as_a_sentence() -> None:
    assert [row.name for row in ROWS if not row.advice.endswith(("?", "."))] == []
    assert [row.name for row in ROWS if not row.advice[:1].isupper()] == []


def test_every_cause_has_a_line_for_the_teacher_s_list() -> None:
    assert [row.name for row in ROWS if not row.line or row.line.endswith(".")] == []
    assert len({row.line for row in ROWS}) == len(ROWS)

"""grades.csv: a table for a spreadsheet, in which nothing runs."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from grader.report.data.grades_csv import grades_csv
from tests.report.samples import ALICE, CLASS, MORE


def test_one_row_per_student() -> None:
    assert grades_csv(CLASS) == (
        "student,earned,points,bonus,open,03_lock,08_pipe,unsure,notes\n"
        "alice,2.5,8,0,1,2.5,0,1,extra.txt was not needed.\n"
        "'=cmd|' /C calc'!A0␛[2J<script>,2,2,0,0,2,,0,\n"
    )


def test_bonus_points_are_earned_on_top_of_what_can_be_had() -> None:
    assert grades_csv(replace(CLASS, students=(MORE,))) == (
        "student,earned,points,bonus,open,01_process,16_philosophers,unsure,notes\n"
        "mia,7,2,5,0,2,5,0,\n"
    )


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_text_that_a_spreadsheet_would_run_is_quoted(name: str) -> None:
    table = grades_csv(replace(CLASS, students=(replace(ALICE, student=name),)))
    assert list(csv.reader(io.StringIO(table)))[1][0] == f"'{name}"


def test_a_name_of_two_lines_stays_one_row() -> None:
    table = grades_csv(replace(CLASS, students=(replace(ALICE, student='a"b\nc,d'),)))
    assert list(csv.reader(io.StringIO(table)))[1][:2] == ['a"b c,d', "2.5"]
    assert table.count("\n") == 2


def test_a_class_without_students() -> None:
    assert grades_csv(replace(CLASS, students=())) == (
        "student,earned,points,bonus,open,unsure,notes\n"
    )

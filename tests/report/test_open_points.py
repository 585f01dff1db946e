"""Points of what the grader could not decide: open, neither earned nor lost, beside every sum."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from grader.model.results import CheckResult, ClassReport, ExerciseReport, StudentReport
from grader.report.data.grades_csv import grades_csv
from grader.report.data.junit_xml import junit_xml
from grader.report.data.results_json import student_to_json
from grader.report.html.pages import class_page, student_page
from grader.report.score_words import sum_text
from grader.report.terminal.views import check_summary, exercise_view, student_line
from tests.report.page import Page
from tests.report.samples import CLASS, EXTRA, EXTRA_TO_DO, PASSED, UNSURE
from tests.report.test_terminal import shown

OPEN = replace(UNSURE, points=3)
OPEN_BONUS = replace(UNSURE, name="test_extra", points=4, bonus=True)


def of(*checks: CheckResult) -> ExerciseReport:
    return ExerciseReport("03_lock", "Tickets", None, checks)


def student(*checks: CheckResult) -> StudentReport:
    return StudentReport("ann", (of(*checks),))


def room(*checks: CheckResult) -> ClassReport:
    return replace(CLASS, students=(student(*checks),))


@pytest.mark.parametrize(
    ("checks", "points", "text"),
    [
        ((PASSED,), 0, "2 of 2 points"),
        ((PASSED, OPEN), 3, "2 of 5 points, 3 open"),
        ((PASSED, EXTRA, OPEN), 3, "7 of 5 points, with 5 bonus points, 3 open"),
        ((PASSED, OPEN, OPEN_BONUS), 7, "2 of 5 points, 7 open"),
        ((EXTRA_TO_DO, OPEN_BONUS), 4, "0 of 9 bonus points, 4 open"),
    ],
)
def test_they_are_told_after_the_sum(
    checks: tuple[CheckResult, ...], points: float, text: str
) -> None:
    assert (of(*checks).open, sum_text(of(*checks))) == (points, text)


def test_the_terminal_tells_them() -> None:
    view = shown(exercise_view(of(PASSED, OPEN), {}))
    assert " ".join(view.splitlines()[0].split()) == "03_lock Tickets 2 of 5 points, 3 open"
    assert shown(check_summary([of(PASSED, OPEN)])) == (
        "Points: 2 of 5 points, 3 open\n"
        "1 check was not decided, which is no fault of the submission: the points are\n"
        "open, neither earned nor lost. Run it again; if it stays so, the message above\n"
        "says what to report."
    )
    assert shown(student_line(student(PASSED, OPEN))) == "ann  2 of 5 points, 3 open"


def test_a_students_page_tells_them() -> None:
    text = Page(student_page(student(PASSED, OPEN), version="1")).text
    assert "ann 2 of 5 points, 3 open" in text
    assert (
        "This is no fault of the submission. The points are open: neither earned nor lost. Grade "
        "it again; if it stays so, report what is said at the check."
    ) in text


def test_a_classs_page_tells_them() -> None:
    assert "ann 2 / 5 3 open 2 ?" in Page(class_page(room(PASSED, OPEN), links={})).text
    assert "open" not in Page(class_page(room(PASSED), links={})).text.partition("ann")[2]


def test_the_files_for_machines_have_them() -> None:
    made = student_to_json(student(PASSED, OPEN, OPEN_BONUS))
    assert made["open"] == 7
    (row,) = csv.DictReader(io.StringIO(grades_csv(room(PASSED, OPEN))))
    assert (row["earned"], row["points"], row["open"], row["unsure"]) == ("2", "5", "3", "1")
    suite = ElementTree.fromstring(junit_xml(room(PASSED, OPEN)))[0]
    properties = suite.find("properties")
    assert properties is not None
    assert {one.get("name"): one.get("value") for one in properties} == {
        "earned": "2",
        "points": "5",
        "bonus": "0",
        "open": "3",
    }

"""The page of a class: what a reader finds on it."""

from __future__ import annotations

from dataclasses import replace

from grader.model.results import ClassReport, StudentReport
from grader.report.html.pages import class_page
from tests.report import samples
from tests.report.page import PASSED, UNSURE, Page, failed, student


class TestTheClassesPage:
    def page(self, *students: StudentReport, **links: str) -> Page:
        report = ClassReport("Autumn", students, "0.1.0", "full", 7, 12.5)
        return Page(class_page(report, links=links))

    def test_counts_students_and_not_checks(self) -> None:
        twice = student(failed(), failed(name="test_b", title="Nobody starves."), name="alice")
        text = self.page(twice, student(failed(), name="bob"), student(PASSED, name="eve")).text
        assert (
            "locks are taken in different orders, and processes wait in a circle 2 students" in text
        )
        assert "Two clerks never wait for each other. 2 students" in text
        assert "Nobody starves. 1 student " in text
        assert "3 students, 1 with full points" in text

    def test_links_to_every_student_that_has_a_page(self) -> None:
        page = self.page(student(PASSED), student(PASSED, name="bob"), alice="alice ü.html")
        links = {attrs["href"] for attrs in page.all("a")}
        assert links == {"#main", "alice%20%C3%BC.html"}

    def test_is_loud_about_unsure_results(self) -> None:
        text = self.page(student(UNSURE, PASSED)).text
        assert text.index("1 result is unsure") < text.index("Points")
        assert "alice, 03_lock: Seats stay in order. The grader was ended." in text

    def test_has_a_column_for_each_exercise_and_a_gap_where_a_student_has_none(self) -> None:
        both = student(PASSED)
        other = replace(both.exercises[0], exercise="07_queue", checks=(failed(),))
        page = self.page(
            replace(both, exercises=(*both.exercises, other)), student(PASSED, name="bob")
        )
        assert "student points 03_lock of 2 07_queue of 3" in page.text
        assert "bob 2 / 2 2 ✓ \N{EN DASH}" in page.text
        keys = [attrs["data-key"] for attrs in page.all("td") if "data-key" in attrs]
        assert keys == ["alice", "2.5", "2", "0.5", "bob", "2", "2", "-1"]

    def test_shows_bonus_points_on_top(self) -> None:
        text = self.page(samples.MORE, student(failed(), name="bob")).text
        assert "2 students, 1 with full points, 1 with bonus points" in text
        assert "01_process of 2 16_philosophers 10 bonus" in text
        assert "mia 7 / 2 with 5 bonus 2 ✓ +5 ○ \N{EN DASH}" in text

    def test_with_many_exercises_their_names_stand_upright(self) -> None:
        one = student(PASSED).exercises[0]
        made = [replace(one, exercise=f"{number:02}_x") for number in range(1, 20)]
        page = self.page(replace(student(PASSED), exercises=tuple(made)))
        assert "student points 01_x 02_x" in page.text
        assert "mean 38 2 2" in page.text
        assert "to be had 2 2" in page.text
        assert next(a["title"] for a in page.all("button") if "title" in a) == "Tickets, of 2"

    def test_of_nobody_is_a_page_too(self) -> None:
        assert "0 students, 0 with full points" in self.page().text

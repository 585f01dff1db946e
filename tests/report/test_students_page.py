"""The page of a student: what a reader finds on it."""

from __future__ import annotations

import itertools
import json
import re
from dataclasses import replace

from grader.model.trace import Failure, Site
from grader.report.html.pages import student_page
from grader.report.html.student_page import story
from tests.report import samples
from tests.report.page import COMMAND, NOT_DONE, PASSED, UNSURE, Page, failed, student
from tests.report.runs import LOCK_CYCLE_SOURCE, NOTEBOOK, lock_cycle, lost_update


class TestTheStudentsPage:
    def test_says_first_what_to_look_at_first(self) -> None:
        text = Page(student_page(student(PASSED, NOT_DONE, failed()), version="1")).text
        assert text.index("Look at this first") < text.index("Every ticket is sold.")
        assert (
            "Look at this first Two clerks never wait for each other. Tickets Deadlock after"
            in text
        )

    def test_sends_to_what_is_not_done_where_nothing_is_wrong(self) -> None:
        text = Page(student_page(student(PASSED, NOT_DONE), version="1")).text
        assert "Look at this first A ticket comes back." in text

    def test_says_that_all_is_well(self) -> None:
        text = Page(student_page(student(PASSED), version="1")).text
        assert "alice 2 of 2 points" in text
        assert "Every check passed" in text
        assert "Look at this first" not in text

    def test_tells_bonus_points_and_asks_nobody_to_begin_with_them(self) -> None:
        text = Page(student_page(samples.MORE, version="1")).text
        assert "mia 7 of 2 points, with 5 bonus points" in text
        assert "Every check passed that full points need" in text
        assert "There are still 5 bonus points to earn." in text
        assert "Dining 16_philosophers 5 / 10 bonus" in text
        assert "Dining 5 of 10 bonus points" in text
        assert "Look at this first" not in text

    def test_sends_to_what_is_wrong_for_bonus_points_last(self) -> None:
        extra = failed(title="An extra.", bonus=True)
        text = Page(student_page(student(extra, NOT_DONE), version="1")).text
        assert "Look at this first A ticket comes back." in text
        text = Page(student_page(student(extra, PASSED), version="1")).text
        assert "Look at this first An extra." in text

    def test_is_loud_about_what_was_not_decided(self) -> None:
        text = Page(student_page(student(PASSED, UNSURE), version="1")).text
        assert "1 check was not decided This is no fault of the submission" in text
        assert "Every check passed" not in text

    def test_tells_the_story_with_its_table_and_its_advice(self) -> None:
        source = student_page(student(failed()), version="1")
        assert '<p class="headline">Deadlock after 7 steps.</p>' in source
        assert (
            "clerk-1  line 7  holds  accounts[0]  waits for accounts[1]\nclerk-2  line 7" in source
        )
        text = Page(source).text
        assert text.count("In which order do they take them?") == 1
        assert "To think about: In which order do they take them?" in text
        assert COMMAND in text

    def test_tells_one_story_once(self) -> None:
        other = failed(name="test_other", title="Nobody starves.")
        page = Page(student_page(student(failed(), other), version="1"))
        assert len([attrs for attrs in page.all("div") if attrs.get("class") == "story"]) == 1
        assert "For the same reason as Two clerks never wait for each other." in page.text
        assert len(page.data) == 1

    def test_opens_one_hint_after_the_other(self) -> None:
        source = student_page(student(failed()), version="1")
        hints = source[source.index('<details class="hints') :]
        inner = re.findall(r"<details|</details>|hint \(\d of 3\)", hints)[:9]
        assert inner == [
            *("<details", "hint (1 of 3)"),
            *("<details", "hint (2 of 3)"),
            *("<details", "hint (3 of 3)"),
            *["</details>"] * 3,
        ]

    def test_marks_the_lines_and_says_what_happened_there(self) -> None:
        source = student_page(student(failed()), version="1")
        notes = re.findall(
            r'<span class="tell">(?:<span class="no">(\d)</span>)?(.*?)</span>', source
        )
        assert notes == [
            ("1", "clerk-1: takes accounts[0]"),
            ("2", "clerk-2: takes accounts[1]"),
            ("3", "clerk-1: waits for accounts[1]"),
            ("4", "clerk-2: waits for accounts[0]"),
        ]

    def test_says_where_everybody_stands_where_nothing_is_marked(self) -> None:
        trace, finding = lock_cycle()
        source = student_page(student(failed((trace, replace(finding, marks=())))), version="1")
        assert re.findall(r'<span class="tell">(.*?)</span>', source) == [
            "clerk-1: is here and waits for accounts[1]",
            "clerk-2: is here and waits for accounts[0]",
            "main: is here and waits for clerk-1 to end",
        ]

    def test_has_an_anchor_for_every_line_and_every_link_in_it_has_a_target(self) -> None:
        page = Page(student_page(student(failed(), PASSED, NOT_DONE, UNSURE), version="1"))
        ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
        lines = LOCK_CYCLE_SOURCE.text.count("\n")
        assert {f"s1-L{n}" for n in range(1, lines + 1)} <= set(ids)
        assert len(ids) == len(set(ids))
        links = {attrs["href"][1:] for attrs in page.all("a") if attrs["href"].startswith("#")}
        assert links <= set(ids)

    def test_shows_a_notebook_by_its_cells(self) -> None:
        trace, finding = lock_cycle()
        report = student(failed((trace, finding)), source=NOTEBOOK)
        text = Page(student_page(report, version="1")).text
        assert "cell 5" in text
        assert "Step 4: clerk-1 runs, cell 5, line 3" in json.dumps(
            Page(student_page(report, version="1")).data
        )

    def test_says_where_an_exception_arose(self) -> None:
        trace, finding = lost_update()
        raised = replace(
            trace,
            status="raised",
            failure=Failure("ValueError", "no ticket", (Site("lock.py", 5, "clerk"),)),
        )
        check = failed((raised, replace(finding, marks=())))
        source = student_page(student(check), version="1")
        assert '<span class="tell">ValueError: no ticket</span>' in source

    def test_works_for_somebody_who_handed_in_nothing(self) -> None:
        missing = replace(NOT_DONE, message="")
        text = Page(student_page(student(missing, source=None), version="1")).text
        assert "Nothing was handed in for this exercise." in text
        assert "to do" in text

    def test_says_what_the_program_printed(self) -> None:
        trace, finding = lock_cycle()
        loud = replace(trace, output="line\n" * 500)
        text = Page(student_page(student(failed((loud, finding))), version="1")).text
        assert "What the program printed line line" in text
        assert "... (440 more lines)" in text

    def test_headings_come_in_order(self) -> None:
        page = Page(student_page(student(failed(), PASSED), version="1"))
        levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(b - a <= 1 for a, b in itertools.pairwise(levels))

    def test_a_long_run_keeps_it_small(self) -> None:
        check = failed(lost_update(rounds=4990))
        assert len(student_page(student(check), version="1")) < 120_000


class TestAStory:
    def test_without_a_table_is_text(self) -> None:
        told = story("It is wrong.\nLook\nagain.", "", "")
        assert told.headline == "It is wrong."
        assert [(part.kind, part.text) for part in told.paragraphs] == [("text", "Look\nagain.")]

    def test_does_not_repeat_the_command(self) -> None:
        told = story(f"Deadlock.\n  Replay it: {COMMAND}", "", COMMAND)
        assert told.paragraphs == ()

    def test_that_is_very_long_is_cut_and_says_so(self) -> None:
        told = story("x\n" * 1000, "", "")
        assert told.paragraphs[-1].text.endswith("... (940 more lines)")

"""The pages of explore and replay: what a reader finds on them."""

from __future__ import annotations

from dataclasses import replace

from grader.model.source import SourceText
from grader.report.html.pages import explore_page, replay_page
from tests.report.page import COMMAND, Page, exploration
from tests.report.runs import (
    BAKERY_SOURCE,
    LOCK_CYCLE_SOURCE,
    lock_cycle,
    lost_update,
    queue_messages,
)


class TestThePageOfExplore:
    def test_shows_the_finding_and_every_way_of_ending(self) -> None:
        made = lock_cycle()
        page = Page(explore_page(exploration(made), made[1], LOCK_CYCLE_SOURCE, command=COMMAND))
        assert "lock.py ✗ lock-cycle 96 schedules, 960 steps in all, 0.5 s" in page.text
        assert "What went wrong Deadlock after 7 steps." in page.text
        assert 'returned {"sold": ["x"]} 90 K3:' in page.text
        assert "raised ValueError: no 6 K3:1" in page.text
        assert COMMAND in page.text

    def test_without_a_finding_shows_one_run(self) -> None:
        seen = replace(exploration(lost_update()), failure=None)
        page = Page(explore_page(seen, None, LOCK_CYCLE_SOURCE, command=""))
        assert "nothing wrong found" in page.text
        assert "One run, step by step It returned 1 ." in page.text
        assert "What went wrong" not in page.text

    def test_of_a_program_that_never_ran_shows_its_source(self) -> None:
        seen = replace(exploration(lost_update()), failure=None, runs=(), outcomes=())
        page = Page(explore_page(seen, None, SourceText("a.py", "x = 1\n"), command=""))
        assert page.data == []
        assert "x = 1" in page.text

    def test_of_a_replay_has_no_table_of_outcomes(self) -> None:
        page = Page(replay_page(*lock_cycle(), LOCK_CYCLE_SOURCE, command=COMMAND))
        assert "How it came about" in page.text
        assert "All the ways in which it ended" not in page.text


def test_the_steps_can_be_read_without_any_script() -> None:
    page = Page(replay_page(*queue_messages(), BAKERY_SOURCE, command=COMMAND))
    assert "8 baker line 6 ends main waits" not in page.text
    assert (
        "5 baker line 5 sleep(1) main blocked, waits for baker to end; "
        "eater blocked, waits for an item from queue"
    ) in page.text

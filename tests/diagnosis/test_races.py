"""Values that are wrong: lost updates, looks that come too early, and what became of items."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader.model.trace import Json
from tests.diagnosis.build import Building
from tests.diagnosis.traces import finding, lost_update, quiet


def test_a_lost_update_is_told_with_the_values() -> None:
    found = finding(lost_update(), expected="2")
    assert found.message == (
        "Wrong result after 5 steps: 1, expected was 2.\n"
        "  Ann  line 8  reads 0 from sold\n"
        "  Tom  line 8  reads 0 from sold\n"
        "  Tom  line 8  writes 1 to sold\n"
        "  Ann  line 8  writes 1 to sold\n"
        "  Tom changed sold after Ann had read 0 and before Ann wrote it back. Ann's value was "
        "made from the old one, so Tom's change is lost.\n"
        "  Reading, changing and writing back belong together: what could keep others out?"
    )
    assert [(m.step, m.task, m.line, m.label) for m in found.marks] == [
        (0, 1, 8, "reads 0"),
        (2, 2, 8, "writes 1"),
        (3, 1, 8, "writes 1"),
    ]


def test_reading_and_writing_at_two_lines_is_a_lost_update_too() -> None:
    assert finding(lost_update(lines=(8, 9)), expected="2").cause == "lost-update"


def test_a_look_at_another_line_makes_it_check_then_act() -> None:
    run = Building()
    ann, tom = run.task("Ann"), run.task("Tom")
    sold = run.thing("value", "stock")
    for task in (ann, tom):
        run.does(task, 5, "read", sold, 1)
    for task, value in ((ann, 1), (tom, 0)):
        run.does(task, 7, "read", sold, value)
        run.does(task, 7, "wrote", sold, value - 1)
    assert finding(run.trace("returned", -1), expected="0").cause == "check-then-act"


def test_what_lets_one_in_and_is_set_at_another_line_is_check_then_act() -> None:
    trace = lost_update(lines=(8, 9))
    found = finding(trace, wrong="Ann and Tom were inside.", cause="too-many-inside")
    assert found.cause == "check-then-act"
    assert (
        "Ann looked at sold at line 8 and acted on what it had seen at line 9. In between Tom "
        "changed sold, so what Ann had seen was no longer true."
    ) in found.message


def test_a_change_that_came_after_the_last_look_is_not_blamed() -> None:
    trace = lost_update()
    early = replace(trace, steps=(trace.steps[4], *trace.steps[:4]))
    renumbered = tuple(step._replace(number=i) for i, step in enumerate(early.steps))
    read_first = replace(early, steps=renumbered)
    assert finding(read_first, expected="2").cause == "read-too-early"
    refined = finding(read_first, wrong="It is 0.", cause="not-shared")
    assert refined.cause == "read-too-early", "it is shared, and was looked at before it was there"


HALF = """Wrong result after 6 steps: The visitor counted 0.
  keeper   line 5  writes 0 to tanks[0]
  visitor  line 9  reads 0 from tanks[0]
  visitor  line 9  reads 0 from tanks[1]
  keeper   line 6  writes 1 to tanks[1]
  visitor looked at tanks[0] after keeper changed it at line 5, and at tanks[1] before keeper \
changed it at line 6. So it saw one of two changes without the other.
  Which changes belong together, and which looks? What could keep the one out of the other?"""


@pytest.mark.parametrize(
    ("order", "cells", "half"),
    [
        ("w0 r0 r1 w1", "two", True),
        ("r0 w0 w1 r1", "two", True),
        ("w0 r w1", "all at once", True),
        ("w0 w1 r0 r1", "two", False),
        ("r0 r1 w0 w1", "two", False),
        ("r0 r1 w0 w1 r0 r1", "two", False),
        ("r w0 w1 r", "all at once", False),
    ],
)
def test_a_look_between_two_changes_is_told_with_both(order: str, cells: str, half: bool) -> None:
    run = Building()
    keeper, visitor = run.task("keeper"), run.task("visitor")
    tanks = run.thing("array", "tanks")
    for word in order.split():
        cell = f"{tanks}[{word[1]}]" if len(word) > 1 else tanks
        if word[0] == "w":
            run.does(keeper, 5 + int(word[1]), "wrote", cell, int(word[1]))
        else:
            run.does(visitor, 9, "read", cell, 0)
    for child in (keeper, visitor):
        run.does(run.main, 20, "joined", f"task:{child}")
    found = finding(
        run.trace("returned", 0), wrong="The visitor counted 0.", cause="read-too-early"
    )
    assert found.cause == "read-too-early"
    assert ("So it saw one of two changes without the other." in found.message) is half
    if order == "w0 r0 r1 w1":
        assert found.message == HALF


def test_another_schedule_with_another_value_is_enough() -> None:
    found = finding(quiet(1), siblings=[quiet(1), quiet(2)])
    assert found.message.splitlines()[0] == (
        "The result depends on the schedule: 1 here, after 1 step, and 2 in another."
    )


@pytest.mark.parametrize(
    ("value", "expected", "cause"),
    [
        ([2, 1], "[1, 2]", "order-broken"),
        ([1], "[1, 2]", "lost-item"),
        ([1, 1, 2], "[1, 2]", "duplicate-item"),
        ([1, 3], "[1, 2]", "wrong-value"),
        (3, "[3]", "wrong-value"),
    ],
)
def test_lists_show_what_became_of_the_items(value: Json, expected: str, cause: str) -> None:
    assert finding(quiet(value), expected=expected).cause == cause

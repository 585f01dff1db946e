"""Managed objects: when something happened, if it is told only by an answer."""

from __future__ import annotations

import pytest

from grader.diagnosis import diagnose
from tests.diagnosis.build import Building

LOST = """Wrong result after 7 steps: 1, expected was 2.
  Tom  line 8  reads 0 from stock['left']
  Ann  line 8  reads 0 from stock['left']
  Tom  line 8  writes 1 to stock['left']
  Ann  line 8  writes 1 to stock['left']
  Tom changed stock['left'] after Ann had read 0 and before Ann wrote it back. Ann's value was \
made from the old one, so Tom's change is lost.
  Reading, changing and writing back belong together: what could keep others out?"""


@pytest.mark.parametrize("seen", [0, 1])
def test_an_old_value_was_read_before_it_was_overwritten_though_the_answer_came_later(seen: int):
    run = Building()
    ann, tom = run.task("Ann"), run.task("Tom")
    left = f"{run.thing('managed', 'stock')}['left']"
    pipe = run.thing("pipe-end", "stock")
    run.does(ann, 8, "readable", pipe, call="get")
    run.does(tom, 8, "read", left, 0, call="get")
    run.does(tom, 8, "wrote", left, 1, call="__setitem__")
    run.does(ann, 8, "read", left, seen, call="get")
    run.does(ann, 8, "wrote", left, seen + 1, call="__setitem__")
    run.does(run.main, 20, "joined", f"task:{ann}")
    run.does(run.main, 21, "read", left, seen + 1)
    found = diagnose(run.trace("returned", 1), replay="", schedule=1, expected="2")
    assert found is not None
    assert (found.cause == "lost-update") is (seen == 0)
    if seen == 0:
        assert found.message == LOST

"""What works only where processes are forked: where that is the cause, and where another is."""

from __future__ import annotations

import pytest

from grader.diagnosis.detectors.forks import needs_fork
from grader.diagnosis.detectors.python_errors import unknown_name
from grader.diagnosis.reading import Reading
from grader.diagnosis.scene import Scene
from grader.model.causes import Cause
from grader.model.trace import Failure, Site
from tests.diagnosis.build import Building

OLDER = "Can't get attribute 'work' on <module '__mp_main__' from '/work/shop.py'>"
SINCE_3_14 = "module '__mp_main__' has no attribute 'work'"


@pytest.mark.parametrize("cause", ["not-done", "not-supported", "tampering", "resource-limit"])
def test_what_says_more_than_that_forking_hides_it_stands(cause: Cause) -> None:
    run = Building()
    run.task("clerk")
    assert needs_fork(Scene(run.trace("returned", 1)), Reading(cause, "")) is None
    told = needs_fork(Scene(run.trace("returned", 1)), Reading("wrong-value", ""))
    assert told is not None
    assert told.cause == "needs-fork"


@pytest.mark.parametrize("message", [OLDER, SINCE_3_14])
def test_a_name_that_was_looked_up_in_the_file_is_read_off_the_message(message: str) -> None:
    assert unknown_name(Failure("AttributeError", message)) == "work"


def test_a_name_that_the_submission_itself_asks_a_module_for_is_not() -> None:
    frames = (Site("shop.py", 3, "work"),)
    assert unknown_name(Failure("AttributeError", SINCE_3_14, frames)) == ""

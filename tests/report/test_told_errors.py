"""What is told of an error that the library keeps: whether anybody asked for it."""

from __future__ import annotations

from grader.report.steps import Teller
from tests.diagnosis.build import Building

ERROR = {"type": "ValueError", "message": "bad", "where": "pool"}


def test_an_error_that_was_asked_for_is_not_said_to_be_unseen() -> None:
    run = Building()
    pool = run.task("Thread-3", kind="thread", service=True)
    run.does(pool, 5, "swallowed", "result:1", {**ERROR})
    run.does(run.main, 9, "collected", "result:1")
    first = Teller(run.trace("returned")).steps[0]
    assert first.deeds == ("ValueError: bad is raised, and kept for who asks for the result",)


def test_an_error_that_an_error_callback_was_given_is_not_unseen_either() -> None:
    run = Building()
    pool = run.task("Thread-3", kind="thread", service=True)
    run.does(pool, 5, "swallowed", "result:1", {**ERROR, "collected": True})
    first = Teller(run.trace("returned")).steps[0]
    assert first.deeds == ("ValueError: bad is raised, and kept for who asks for the result",)


def test_an_error_that_nobody_asked_for_is_unseen() -> None:
    run = Building()
    pool = run.task("Thread-3", kind="thread", service=True)
    run.does(pool, 5, "swallowed", "result:1", {**ERROR})
    run.does(run.main, 9, "collected", "result:2")
    first = Teller(run.trace("returned")).steps[0]
    assert first.deeds == ("ValueError: bad is raised, and nobody sees it",)

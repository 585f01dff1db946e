"""What is told of questions: what the learner's own call was told, and not what Python asked."""

from __future__ import annotations

from grader.model.trace import Call, Event, Site
from grader.report.steps import Teller
from tests.diagnosis.build import Building

SITE = Site("shop.py", 5, "work")


def deeds(method: str, *answers: bool | int, kind: str = "queue") -> tuple[str, ...]:
    run = Building()
    box = run.thing(kind, "box")
    run.does(run.main, 5, "acquired", box, call=method, text="box.ask()")
    call = Call(method, box, "box.ask()")
    events = tuple(Event("queried", run.main, box, answer, call, SITE) for answer in answers)
    run.steps[0] = run.steps[0]._replace(events=events)
    return Teller(run.trace("returned")).steps[0].deeds


def test_an_answer_is_told() -> None:
    assert deeds("Queue.qsize", 2) == ("is told 2",)
    assert deeds("Event.is_set", False, kind="event") == ("is told False",)


def test_of_two_answers_the_last_one_is_the_calls_own() -> None:
    """empty() asks the pipe below whether something has come, and tells the contrary."""
    assert deeds("Queue.empty", False, True) == ("is told True",)


def test_a_get_asks_no_question_and_may_find_nothing() -> None:
    assert deeds("Queue.get_nowait", False) == ("finds nothing",)
    assert deeds("Queue.get", True) == ("box.ask()",)


def test_what_python_asks_inside_its_own_objects_is_not_told() -> None:
    assert deeds("Pool.map", False, True, kind="inner") == ("box.ask()",)


def test_what_nobodys_line_asked_is_not_told() -> None:
    run = Building()
    box = run.thing("queue", "box")
    run.does(run.task("Thread-1", kind="thread", service=True), 5, "queried", box, False)
    run.steps[0] = run.steps[0]._replace(
        events=(Event("queried", 1, box, False, None, None),),
    )
    assert "is told" not in Teller(run.trace("returned")).steps[0].words

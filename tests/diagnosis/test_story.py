"""How the story of a deadlock and of a crash reads."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader.diagnosis import diagnose
from grader.model.causes import Cause
from grader.model.source import Layout
from grader.model.trace import Failure, Json, Site
from tests.diagnosis.build import Building
from tests.diagnosis.traces import finding


def two_accounts() -> Building:
    run = Building()
    ann, tom = run.task("clerk-1"), run.task("clerk-2")
    first, second = run.thing("lock", "accounts[0]"), run.thing("lock", "accounts[1]")
    run.does(ann, 11, "acquired", first, 0)
    run.does(tom, 11, "acquired", second, 0)
    run.holds(ann, first)
    run.holds(tom, second)
    run.waits(ann, 12, "SemLock.__enter__", second)
    run.waits(tom, 12, "SemLock.__enter__", first)
    run.joins(run.main, 20, ann)
    return run


@pytest.mark.parametrize(("choice", "cause"), [(1, "lost-update"), (0, "semaphore-exhausted")])
def test_a_lost_update_explains_a_deadlock_only_in_a_schedule_that_was_looked_for(
    choice: int, cause: Cause
) -> None:
    run = Building()
    first, second = run.task("runner-1"), run.task("runner-2")
    arrived, start = run.thing("value", "arrived"), run.thing("semaphore", "start", limit=0)
    for kind, value in (("read", 0), ("wrote", 1)):
        for task in (first, second):
            run.does(task, 8, kind, arrived, value)
    for task in (first, second):
        run.waits(task, 10, "SemLock.acquire", start)
    trace = run.trace("deadlock")
    step = trace.steps[0]
    step = step._replace(options=step.options * 2, choice=choice)
    assert finding(replace(trace, steps=(step, *trace.steps[1:]))).cause == cause


def test_a_cycle_is_told_as_in_the_design() -> None:
    found = finding(two_accounts().trace("deadlock"))
    assert found.message == (
        "Deadlock after 2 steps.\n"
        "  clerk-1  line 12  holds  accounts[0]  waits for accounts[1]\n"
        "  clerk-2  line 12  holds  accounts[1]  waits for accounts[0]\n"
        "  Both take their second lock while they hold the first, so nobody can go on.\n"
        "  Which one does each of them take first, and who has the other one at that moment?"
    )
    assert [(t.name, t.state, t.line, t.holds, t.waits_for) for t in found.tasks] == [
        ("main", "blocked", 20, (), "clerk-1 to end"),
        ("clerk-1", "blocked", 12, ("accounts[0]",), "accounts[1]"),
        ("clerk-2", "blocked", 12, ("accounts[1]",), "accounts[0]"),
    ]


def test_a_holder_that_was_killed_is_no_cycle() -> None:
    run = two_accounts()
    run.does(run.main, 18, "killed", "task:1", 15)
    run.ends(1, -15)
    found = finding(run.trace("deadlock"))
    assert found.cause == "lock-never-released"
    assert (
        "clerk-1 took accounts[0] at line 11 and died (it was ended by main at line 18)"
        in found.message
    )


def test_equal_names_are_told_apart() -> None:
    run = two_accounts()
    run.tasks[2] = replace(run.tasks[2], name="clerk-1")
    key = list(run.things)[1]
    run.things[key] = replace(run.things[key], name="accounts[0]")
    table = finding(run.trace("deadlock")).message.splitlines()[1:3]
    assert table == [
        "  clerk-1 (task 1)  line 12  holds  accounts[0] (no. 1)  waits for accounts[0] (no. 2)",
        "  clerk-1 (task 2)  line 12  holds  accounts[0] (no. 2)  waits for accounts[0] (no. 1)",
    ]


def test_a_line_of_another_file_is_told_with_its_file() -> None:
    run = two_accounts()
    pending = run.tasks[1].pending
    assert pending is not None
    moved = pending._replace(site=Site("checks.py", 5, "helper"))
    run.tasks[1] = replace(run.tasks[1], pending=moved)
    assert "clerk-1  checks.py line 5  holds" in finding(run.trace("deadlock")).message


def test_lines_of_the_submission_need_no_file_wherever_most_happened() -> None:
    run = two_accounts()
    for _ in range(20):
        run.does(run.main, 3, "output", None, "x", file="checks.py")
    found = finding(run.trace("deadlock"), layout=Layout("shop.py"))
    assert "clerk-1  line 12  holds" in found.message


def test_a_crowd_is_cut_short() -> None:
    run = Building()
    green = run.thing("event", "green")
    for number in range(12):
        run.waits(run.task(f"car-{number}"), 7, "Event.wait", green, "acquire")
    lines = finding(run.trace("deadlock")).message.splitlines()
    assert lines[8:11] == [
        "  car-7  line 7  waits for green to be set",
        "  and 4 more",
        "  car-0, car-1, car-2, car-3 and 8 more wait for green at line 7, and nobody is left "
        "to set it.",
    ]


def test_a_reader_with_its_sending_end_elsewhere_waits_for_a_producer() -> None:
    run = Building()
    child = run.task("child")
    run.waits(child, 4, "_ConnectionBase.recv", "pipe:1a", "readable")
    run.joins(run.main, 9, child)
    assert finding(run.trace("deadlock")).cause == "no-more-producers"


def test_a_wait_that_nothing_explains_is_called_a_deadlock() -> None:
    run = Building()
    run.waits(run.main, 4, "strange", "other:1", "wait")
    found = finding(run.trace("deadlock"))
    assert found.cause == "deadlock"
    assert "main  line 4  waits for strange" in found.message


def test_a_failed_child_is_named_with_its_line() -> None:
    run = Building()
    child = run.task("clerk-1")
    failure = Failure("ValueError", "bad amount\nmore", (Site("shop.py", 14, "sell"),))
    run.ends(child, 1, failure)
    run.ends(run.main)
    found = finding(run.trace("crashed", failure=failure))
    assert found.message == (
        "clerk-1 failed with ValueError: bad amount\n"
        "  clerk-1  line 14  in sell\n"
        "  clerk-1 is a process of its own: its error ended clerk-1 alone, and all that the "
        "others can see of it is an exit code (1).\n"
        "  Repair the line first. Then ask how the others could learn that a child has failed."
    )


def test_a_missing_main_guard_is_recognised() -> None:
    run = Building()
    text = "An attempt has been made to start a new process before ... its bootstrapping phase."
    run.ends(run.task("work-1"), 1, Failure("RuntimeError", text))
    run.ends(run.main)
    found = finding(run.trace("crashed"))
    assert found.advice == "Which lines should run only where the file is the program itself?"


@pytest.mark.parametrize("value", [None, 3, "x", [], {"traceback": [[1, 2]]}, {"traceback": 5}])
def test_odd_values_break_nothing(value: Json) -> None:
    run = Building()
    queue = run.thing("queue", "q")
    for kind in ("swallowed", "sent", "received", "queried", "read", "wrote", "raised"):
        run.does(run.main, 2, kind, queue, value, call="Queue.empty")
    run.things["lock:0:1"] = replace(
        run.things[queue], key="lock:0:1", kind="thread-lock", holders=(99,)
    )
    run.waits(run.main, 3, "lock.acquire", "lock:0:1", "thread-wait")
    assert finding(run.trace("deadlock")).kind == "deadlock"
    assert finding(run.trace("crashed")).kind == "crash"
    assert diagnose(run.trace("returned"), replay="", schedule=1, expected="1") is not None

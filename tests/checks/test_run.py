"""What a check can ask a run: processes, order, waiting, time."""

from __future__ import annotations

from typing import Any

import pytest

from grader import CallSeen, EventSeen, Stay, StepSeen
from grader.model.trace import Call, Event, ObjectRecord, Option, Pending, Site, Step, TaskRecord
from tests.checks.build import child, run, steps

NO = (False, False)


def test_processes_are_told_without_services() -> None:
    tasks = (child(0, "main"), child(1, "a"), child(2, "Manager", service=True), child(3, "b"))
    seen = run(
        tasks=tasks,
        steps=steps(
            (0, 0, "started", "task:1"), (0, 0, "started", "task:3"), (1, 0, "joined", "task:3")
        ),
    )
    assert [task.name for task in seen.processes()] == ["a", "b"]
    assert seen.started() == ["a", "b"]
    assert seen.joined() == ["b"]


@pytest.mark.parametrize(("file", "joined"), [("work.py", ["a"]), ("checks.py", []), (None, ["a"])])
def test_that_a_scenario_finds_a_process_ended_is_no_waiting(
    file: str | None, joined: list[str]
) -> None:
    (step,) = steps((0, 0, "joined", "task:1"))
    site = None if file is None else Site(file, 7, "work")
    step = step._replace(events=(step.events[0]._replace(site=site),))
    assert run(tasks=(child(0, "main"), child(1, "a")), steps=(step,)).joined() == joined


def test_processes_overlap_only_if_they_share_virtual_time() -> None:
    tasks = (child(0, "main"), child(1, "a"), child(2, "b"))
    one, two = (0, 0, "started", "task:1"), (1, 1, "ended", None)
    serial = run(
        tasks=tasks, steps=steps(one, two, (1, 0, "started", "task:2"), (2, 2, "ended", None))
    )
    assert (serial.most_running(), serial.overlapped()) == (1, False)
    both = run(
        tasks=tasks, steps=steps(one, (0, 0, "started", "task:2"), two, (1, 2, "ended", None))
    )
    assert (both.most_running(), both.overlapped()) == (2, True)
    assert (run().most_running(), run().overlapped()) == (0, False)


def test_how_the_processes_stand_when_a_line_is_printed() -> None:
    tasks = (child(0, "main"), child(1, "anna"), child(2, "Manager", service=True))

    def option(task: int) -> Option:
        return Option(Pending(task, "x", None, "-", None, None))

    def step(number: int, *tasks: int, events: tuple[Event, ...]) -> Step:
        return Step(number, 0.0, tuple(map(option, tasks)), 0, events)

    started = Event("started", 0, "task:1", "anna")
    seen = run(
        tasks=tasks,
        steps=(
            step(0, 0, events=(Event("output", 0, None, "mark A\n"),)),
            step(1, 0, events=(started, Event("output", 0, None, "so\nmark B\n"))),
            step(2, 1, events=(Event("output", 1, None, "mark C\nmark B\n"),)),
        ),
    )
    assert seen.states(at="mark A") == {"main": "running"}
    assert seen.states(at="mark B") == {"main": "running", "anna": "ready"}
    assert seen.states(at="mark C") == {"main": "blocked", "anna": "running"}
    assert seen.states(at="mark") == {}


def test_a_pools_workers_are_among_the_processes_and_a_managers_server_is_not() -> None:
    tasks = (
        child(0, "main"),
        child(1, "ForkPoolWorker-1", service=True),
        child(2, "ForkPoolWorker-2", service=True),
        TaskRecord(3, "handler", "thread", 0, 0, True, True, None, "ended"),
        child(4, "SyncManager-4", service=True),
        child(5, "Manager-5"),
    )
    seen = run(
        tasks=tasks,
        steps=steps(
            (0, 0, "started", "task:1"),
            (0, 0, "started", "task:3"),
            (0, 0, "started", "task:4"),
            (0, 1, "ended", None),
            (0, 0, "started", "task:2"),
            (0, 0, "started", "task:5"),
            (0, 2, "ended", None),
        ),
    )
    assert (seen.most_processes(), run().most_processes()) == (2, 0)
    assert [task.number for task in seen.processes(pools=True)] == [1, 2, 5]


def test_the_most_holders_of_one_object_are_counted() -> None:
    objects = {
        "sem:1": ObjectRecord("sem:1", "semaphore", "room"),
        "sem:2": ObjectRecord("sem:2", "semaphore", "other"),
        "sem:3": ObjectRecord("sem:3", "lock", "inner", part_of="queue:1"),
    }
    seen = run(
        objects=objects,
        steps=steps(
            (0, 1, "acquired", "sem:1"),
            (0, 2, "acquired", "sem:1"),
            (0, 3, "acquired", "sem:2"),
            (0, 1, "released", "sem:1"),
            (0, 3, "acquired", "sem:1"),
            (0, 3, "acquired", "sem:3"),
        ),
    )
    assert seen.most_inside() == 2
    assert seen.most_inside("lock") == 1
    assert seen.used("semaphore")
    assert not seen.used("lock")


def asleep(number: int, time: float, task: int, function: str) -> Step:
    """Return the step with which a task goes on after a sleep in a function."""
    pending = Pending(task, "sleep", None, "-", None, Site("bar.py", 7, function), 1.0)
    return Step(number, time, (Option(pending, timer=True),), 0, ())


def test_who_sleeps_in_a_function_is_in_it() -> None:
    tasks = (child(0, "main"), child(1, "a"), child(2, "b"))
    came = steps((0, 1, "acquired", "sem:1"), (0, 2, "acquired", "sem:1"))
    rest = (asleep(2, 1, 1, "sing"), asleep(3, 2, 1, "pay"), asleep(4, 2, 2, "sing"))
    seen = run(tasks=tasks, steps=(*came, *rest))
    assert seen.stays("sing") == [
        Stay("a", 0, 2, 0, 1, 1, 1, 1.0),
        Stay("b", 1, 4, 0, 2, 2, 2, 1.0),
    ]
    assert seen.stays("pay") == [Stay("a", 2, 3, 1, 2, 1, 1, 1.0)]
    assert (seen.most_in("sing"), seen.most_in("pay"), seen.most_in("run")) == (2, 1, 0)


def test_one_who_leaves_with_the_step_with_which_another_comes_is_not_inside_with_it() -> None:
    came = steps((0, 1, "acquired", "sem:1"))
    after = steps((1, 2, "acquired", "sem:1"))[0]
    left = asleep(1, 1, 1, "sing")
    rest = (left, after._replace(number=2), asleep(3, 2, 2, "sing"))
    tasks = (child(0, "main"), child(1, "a"), child(2, "b"))
    assert run(tasks=tasks, steps=(*came, *rest)).most_in("sing") == 1


def test_sleeps_of_one_length_are_found_wherever_they_were_made() -> None:
    tasks = (child(0, "main"), child(1, "a"))
    nap = asleep(2, 3, 1, "")
    pending = nap.picked.pending._replace(site=None, timeout=2.0)
    nap = nap._replace(options=(Option(pending, timer=True),))
    seen = run(tasks=tasks, steps=(*steps((0, 1, "x", None)), asleep(1, 1, 1, "sing"), nap))
    assert seen.sleeps(2) == [Stay("a", 1, 2, 1, 3, 1, 1, 2.0)]
    assert [stay.until for stay in seen.sleeps(1)] == [1]
    assert seen.stays("sing", "pay") == seen.sleeps(1)


def test_events_are_told_by_the_names_of_tasks_and_objects() -> None:
    tasks = (
        child(0, "main"),
        child(1, "a"),
        TaskRecord(2, "t", "thread", 1, 1, *NO, None, "ended"),
    )
    objects = {"queue:1": ObjectRecord("queue:1", "queue", "orders")}
    seen = run(
        tasks=tasks,
        objects=objects,
        steps=steps(
            (0, 0, "sent", "queue:1"), (1.5, 2, "received", "queue:1"), (2, 1, "eof", "pipe:0a")
        ),
    )
    assert seen.events("received", "eof") == [
        EventSeen("received", "t", 2, 1, "orders", None, 1, 1.5),
        EventSeen("eof", "a", 1, 1, "pipe:0a", None, 2, 2),
    ]
    assert [event.kind for event in seen.events("sent", "received", task="main")] == ["sent"]
    assert [thread.name for thread in seen.threads()] == ["t"]


def test_pythons_own_threads_are_told_on_request() -> None:
    feeder = TaskRecord(1, "feeder", "thread", 0, 0, True, True, None, "ended")
    seen = run(tasks=(child(0, "main"), feeder))
    assert seen.threads() == []
    assert seen.threads(pools=True) == [feeder]


def test_a_step_tells_who_went_on_with_what() -> None:
    seen = run(
        tasks=(child(0, "main"), child(1, "a", service=True)),
        steps=(*steps((0, 0, "x", None)), asleep(1, 2.5, 1, "sing")),
    )
    slept = StepSeen("sleep", "a", 1, 1, True, 1, 2.5, "sing", 1.0, True)
    assert seen.steps("sleep") == [slept]
    assert seen.steps()[1:] == [slept]
    assert (seen.steps()[0].function, seen.steps()[0].seconds, seen.steps()[0].timed_out) == (
        "",
        None,
        False,
    )


def calling(number: int, op: str, method: str, *events: Event, **fields: Any) -> Step:
    """Return a step of a call of a queue's method by task 1, in line 7 of work.py."""
    site = Site(fields.pop("file", "work.py"), 7, "work")
    pending = Pending(1, op, fields.pop("obj", "sem:1"), "-", Call(method, "queue:1", ""), site)
    return Step(number, float(number), (Option(pending._replace(**fields)),), 0, events)


def test_a_call_tells_whether_it_waits_and_whether_an_item_came_of_it() -> None:
    came = Event("received", 1, "queue:1")
    seen = run(
        tasks=(child(0, "main"), child(1, "a")),
        objects={"queue:1": ObjectRecord("queue:1", "queue", "orders", limit=3)},
        steps=(
            calling(0, "acquire", "Queue.get"),
            calling(1, "recv", "Queue.get", came, obj="pipe:1"),
            calling(2, "acquire", "Queue.put", timeout=0, file="checks.py"),
            calling(3, "try-acquire", "Queue.get_nowait"),
        ),
    )
    shared = ("a", 1, 1)
    assert seen.calls("Queue.get", "Queue.put", "Queue.get_nowait") == [
        CallSeen(*shared, "Queue.get", "orders", 3, 0, 0.0, 7, False, True, True),
        CallSeen(*shared, "Queue.put", "orders", 3, 2, 2.0, 7, True, False, False),
        CallSeen(*shared, "Queue.get_nowait", "orders", 3, 3, 3.0, 7, False, False, False),
    ]
    assert seen.calls("Queue.get", task="main") == []


def test_a_run_is_on_time_if_no_timer_is_over_while_somebody_could_go_on() -> None:
    waits = asleep(0, 1, 1, "sing")
    ready = Option(Pending(0, "x", None, "-", None, None))
    assert run(steps=(waits,)).on_time
    assert not run(steps=(waits._replace(options=(waits.options[0], ready)),)).on_time
    assert run(steps=(waits._replace(options=(waits.options[0], ready), choice=1),)).on_time

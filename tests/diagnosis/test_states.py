"""How tasks stand at a moment of a run; see ``grader/diagnosis/states.py``."""

from __future__ import annotations

from dataclasses import replace

from grader.diagnosis.states import States
from grader.model.trace import Event, Option, Pending, Step, TaskRecord, Trace

MAIN, CHILD, OTHER = 0, 1, 2


def task(number: int, state: str = "ended") -> TaskRecord:
    return TaskRecord(number, f"t{number}", "process", number, None, False, False, None, state)  # type: ignore[arg-type]  # one of the states


def option(number: int, *, timer: bool = False) -> Option:
    return Option(Pending(number, "x", None, "-", None, None), timer=timer)


def run(
    *steps: tuple[list[Option], list[Event]], states: tuple[str, ...] = ("ended",) * 3
) -> Trace:
    """Make a run of three tasks; in each step the first option is taken."""
    made = tuple(
        Step(number, 0.0, tuple(options), 0, tuple(events))
        for number, (options, events) in enumerate(steps)
    )
    tasks = tuple(task(number, state) for number, state in enumerate(states))
    return Trace("returned", None, None, made, tasks)


def started(child: int) -> Event:
    return Event("started", MAIN, f"task:{child}", "child")


def ended(number: int) -> Event:
    return Event("ended", number, None, 0)


STORY = run(
    ([option(MAIN)], []),
    ([option(MAIN)], [started(CHILD)]),
    ([option(CHILD), option(MAIN)], []),
    ([option(MAIN), option(CHILD, timer=True)], [started(OTHER)]),
    ([option(CHILD, timer=True), option(OTHER)], [ended(CHILD)]),
    ([option(OTHER)], [ended(OTHER)]),
    ([option(MAIN)], [ended(MAIN)]),
)


def during(step: int) -> list[str]:
    return list(States(STORY).during(STORY.steps[step]).values())


def after(step: int) -> list[str]:
    return list(States(STORY).after(STORY.steps[step]).values())


def test_a_task_is_absent_until_the_step_after_its_start() -> None:
    assert during(0) == during(1) == ["running", "absent", "absent"]
    assert during(2) == ["ready", "running", "absent"]


def test_whoever_has_the_core_is_running_and_whoever_could_have_it_is_ready() -> None:
    assert during(4) == ["blocked", "running", "ready"]


def test_a_task_that_waits_for_a_time_is_blocked_though_its_timer_could_fire() -> None:
    assert during(3) == ["running", "blocked", "absent"]


def test_a_task_ends_with_its_last_step() -> None:
    assert during(5) == ["blocked", "ended", "running"]
    assert during(6) == ["running", "ended", "ended"]


def test_after_a_step_its_task_still_runs_and_what_it_has_started_is_ready() -> None:
    assert after(1) == ["running", "ready", "absent"]
    assert after(3) == ["running", "blocked", "ready"]


def test_after_a_step_what_it_has_woken_is_ready() -> None:
    woken = run(
        ([option(MAIN)], [started(CHILD)]),
        ([option(MAIN)], []),
        ([option(MAIN), option(CHILD)], []),
    )
    before, then = (States(woken).after(step)[CHILD] for step in woken.steps[:2])
    assert (before, then) == ("blocked", "ready")


def test_a_task_that_ends_in_a_step_still_runs_in_it() -> None:
    assert after(4) == ["blocked", "running", "ready"]


def test_after_the_last_step_tasks_stand_as_their_records_say() -> None:
    cut = replace(
        run(
            ([option(MAIN)], [started(CHILD), started(OTHER)]),
            ([option(MAIN), option(CHILD), option(OTHER)], []),
            states=("running", "blocked", "ready"),
        ),
        status="stuck",
    )
    assert list(States(cut).after(cut.steps[-1]).values()) == ["running", "blocked", "ready"]

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from grader.model.exploration import OutcomeCount
from grader.model.trace import Clock, SwitchAt, Trace
from grader.search import token
from grader.search.explore import Nondeterminism, NotJudged, explore, replay
from grader.search.machine import Pick
from grader.settings import Settings
from tests.engine.engine import is_deadlock
from tests.search import programs
from tests.search.running import every_schedule
from tests.search.toy import Body, Program, Toy, World

Judge = Callable[[Trace], bool]


def accept(trace: Trace) -> bool:
    return False


def loses_an_update(trace: Trace) -> bool:
    return trace.value != 2


def test_a_right_program_is_searched_whole() -> None:
    machine = Toy(programs.locked_increments)
    found = explore(machine, program="lock.py", settings=Settings(), rejects=loses_an_update)
    assert found.failure is None
    assert (found.program, found.strategy, found.seed) == ("lock.py", "mix", 0)
    assert (found.schedules, found.exhaustive) == (2, True)
    assert found.bound == "every schedule there is (2 schedules)"
    assert found.outcomes == (OutcomeCount("returned", 2, 2, "K1pc:"),)
    assert [run.number for run in found.runs] == [1, 2]
    assert found.steps == 16


def test_the_first_failure_ends_it_and_is_replayed_with_details() -> None:
    machine = Toy(programs.two_increments)
    found = explore(machine, program="p", settings=Settings(), rejects=loses_an_update)
    assert found.failure is not None
    assert (found.failure.number, found.failure.replay) == (2, "K1pc:0-1")
    assert found.failure.trace.detailed
    assert found.failure.trace.value == 1
    assert not found.runs[1].trace.detailed
    assert (found.schedules, found.exhaustive) == (2, False)
    assert found.bound == "2 schedules, stopped at the first failure"
    assert found.outcomes == (
        OutcomeCount("returned", 2, 1, "K1pc:"),
        OutcomeCount("returned", 1, 1, "K1pc:0-1"),
    )


def test_a_program_that_always_fails_takes_one_schedule_and_its_replay() -> None:
    machine = Toy(programs.two_increments)
    found = explore(machine, program="p", settings=Settings(), rejects=lambda trace: True)
    assert found.failure is not None
    assert (found.failure.number, found.failure.replay, found.schedules) == (1, "K1pc:", 1)
    assert machine.plans == [("patient", "calls", False), ("patient", "calls", True)]


def test_all_outcomes_are_seen_if_asked_for() -> None:
    found = explore(
        Toy(programs.opposite_locks),
        program="p",
        settings=Settings(),
        rejects=is_deadlock,
        stop_at_first=False,
    )
    assert [(o.status, o.value, o.count) for o in found.outcomes] == [
        ("returned", None, 4),
        ("deadlock", None, 2),
    ]
    assert found.failure is not None
    assert found.failure.number == 2
    assert found.exhaustive


@pytest.mark.parametrize("strategy", ["mix", "bounded", "pct", "random", "surw"])
def test_the_same_settings_give_the_same_exploration(strategy: str) -> None:
    def once() -> Any:
        settings = Settings(strategy=strategy, schedules=40, seed=9)
        found = explore(
            Toy(programs.spawned_increments),
            program="p",
            settings=settings,
            rejects=loses_an_update,
            stop_at_first=False,
        )
        return replace(found, seconds=0.0)

    assert once() == once()


@pytest.mark.parametrize("strategy", ["mix", "bounded", "pct", "random", "surw"])
def test_every_strategy_finds_the_deadlock_and_tells_it_with_one_deviation(strategy: str) -> None:
    settings = Settings(strategy=strategy)
    machine = Toy(programs.opposite_locks)
    found = explore(machine, program="p", settings=settings, rejects=is_deadlock)
    assert found.failure is not None
    assert found.failure.trace.status == "deadlock"
    assert sum(choice > 0 for choice in found.failure.trace.schedule) == 1


def test_the_replay_token_of_every_run_replays_it() -> None:
    machine = Toy(programs.spawned_increments)
    found = explore(machine, program="p", settings=Settings(schedules=40), rejects=accept)
    for run in found.runs:
        assert token.decode(run.replay) == ("patient", "calls", "fork", run.trace.schedule)
        assert replay(machine, run).digest == run.trace.digest


def test_hostile_clock_finds_sleep_used_as_synchronisation() -> None:
    found = explore(
        Toy(programs.sleep_as_join),
        program="p",
        settings=Settings(),
        rejects=lambda trace: trace.value != 42,
    )
    assert found.failure is not None
    assert (found.failure.number, found.failure.replay) == (2, "K1hc:1")
    assert found.failure.trace.clock == "hostile"


# --- values that differ


def test_another_value_than_the_first_is_a_failure_if_values_are_compared() -> None:
    found = explore(
        Toy(programs.two_increments),
        program="p",
        settings=Settings(),
        rejects=accept,
        compare_values=True,
    )
    assert found.failure is not None
    assert found.failure.trace.value == 1
    assert found.failure.number == 2


def test_values_are_compared_as_json() -> None:
    def order_of_keys(world: World) -> Callable[[], Any]:
        found: dict[str, int] = {}
        cell = world.cell("x")

        def task(name: str) -> Body:
            yield cell.write(0)
            found[name] = 1

        world.task(task, "a")
        world.task(task, "b")
        return lambda: dict(found)

    settings = Settings()
    found = explore(
        Toy(order_of_keys), program="p", settings=settings, rejects=accept, compare_values=True
    )
    assert found.failure is None
    assert [(o.value, o.count) for o in found.outcomes] == [({"a": 1, "b": 1}, 2)]


# --- how runs end


def test_outcomes_tell_exceptions_by_type_and_message() -> None:
    def fails(world: World) -> None:
        cell = world.cell("x")

        def first() -> Body:
            if (yield cell.read()):
                raise ValueError("too late")

        def second() -> Body:
            yield cell.write(1)
            raise KeyError("x")

        world.task(first)
        world.task(second)

    found = explore(
        Toy(fails), program="p", settings=Settings(), rejects=accept, stop_at_first=False
    )
    assert found.outcomes == (
        OutcomeCount("crashed", "KeyError: 'x'", 1, "K1pc:"),
        OutcomeCount("raised", "ValueError: too late", 1, "K1pc:1"),
    )


def test_a_run_that_is_cut_short_never_passes() -> None:
    settings = Settings(schedules=5)
    found = explore(Toy(programs.spinner), program="p", settings=settings, rejects=accept)
    assert found.failure is not None
    assert found.failure.trace.status == "stuck"
    assert not found.exhaustive


class Tampered(Toy):
    """A toy whose traces are changed."""

    def __init__(self, program: Program, change: Callable[[Trace, int], Trace]) -> None:
        super().__init__(program)
        self.change = change

    def run(
        self,
        pick: Pick,
        *,
        clock: Clock = "patient",
        switch_at: SwitchAt = "calls",
        detailed: bool = False,
    ) -> Trace:
        trace = super().run(pick, clock=clock, switch_at=switch_at, detailed=detailed)
        return self.change(trace, len(self.plans))


@pytest.mark.parametrize("fields", [{"limit": "memory"}, {"hung": "burning"}])
def test_a_limit_or_a_hang_fails_even_if_the_judge_accepts(fields: dict[str, Any]) -> None:
    machine = Tampered(programs.locked_increments, lambda trace, _: replace(trace, **fields))
    found = explore(machine, program="p", settings=Settings(), rejects=accept)
    assert found.failure is not None
    assert found.failure.number == 1


NOT_JUDGED = (
    "This can't be judged: schedule 2 (K1pc:0-1) was run again and went or ended in another way. "
    "The result depends on something other than the schedule, such as a real clock, real chance, "
    "or a program that runs beside."
)


def test_a_failure_that_goes_another_way_each_time_is_not_judged() -> None:
    machine = Tampered(
        programs.two_increments, lambda trace, run: replace(trace, digest=f"{trace.digest}-{run}")
    )
    with pytest.raises(NotJudged) as caught:
        explore(machine, program="p", settings=Settings(), rejects=loses_an_update)
    assert (caught.value.number, caught.value.token) == (2, "K1pc:0-1")
    assert str(caught.value) == NOT_JUDGED


def test_a_failure_that_repeats_and_ends_well_is_not_judged() -> None:
    """As where the result is one of a real clock."""
    machine = Tampered(
        programs.two_increments, lambda trace, run: replace(trace, value=2) if run > 2 else trace
    )
    with pytest.raises(NotJudged) as caught:
        explore(machine, program="p", settings=Settings(), rejects=loses_an_update)
    assert str(caught.value) == NOT_JUDGED


def test_a_failure_that_repeats_only_without_details_is_the_graders_fault() -> None:
    machine = Tampered(
        programs.two_increments,
        lambda trace, _: replace(trace, digest="detailed") if trace.detailed else trace,
    )
    with pytest.raises(Nondeterminism) as caught:
        explore(machine, program="p", settings=Settings(), rejects=loses_an_update)
    assert (caught.value.number, caught.value.token) == (2, "K1pc:0-1")
    assert str(caught.value) == (
        "schedule 2 went another way when it was replayed (K1pc:0-1): "
        "this is the grader's own fault, not the submission's"
    )


def test_runs_that_were_seen_already_are_not_counted() -> None:
    settings = Settings(strategy="random", schedules=50)
    machine = Toy(programs.two_increments)
    found = explore(machine, program="p", settings=settings, rejects=accept)
    assert found.schedules == len(found.runs) == sum(o.count for o in found.outcomes) == 6
    assert len(machine.plans) > 6
    assert (found.exhaustive, found.bound) == (False, "6 schedules: 6 by sampling")


# --- where tasks may be preempted


def test_points_are_lines_once_a_file_is_used() -> None:
    machine = Toy(programs.file_increments)
    found = explore(machine, program="p", settings=Settings(), rejects=loses_an_update)
    assert [switch_at for _, switch_at, _ in machine.plans[:2]] == ["calls", "lines"]
    assert found.failure is not None
    assert found.failure.replay.startswith("K1pl:")
    assert found.failure.trace.value == 1


def test_points_stay_as_they_were_asked_for_and_what_is_not_covered_is_told() -> None:
    machine = Toy(programs.file_increments)
    settings = Settings(switch_at="calls")
    found = explore(machine, program="p", settings=settings, rejects=loses_an_update)
    assert {switch_at for _, switch_at, _ in machine.plans} == {"calls"}
    assert found.failure is None
    assert found.bound == "every schedule there is (2 schedules); not under control: file"
    assert not found.exhaustive


def test_the_words_tell_of_the_run_before_the_switch_to_lines() -> None:
    found = explore(Toy(programs.file_increments), program="p", settings=Settings(), rejects=accept)
    assert found.schedules == 7
    assert found.bound == "7 schedules: 1 with switches at calls only, all there are"
    assert found.exhaustive


def test_the_budget_covers_both_kinds_of_points() -> None:
    machine = Toy(programs.file_increments)
    explore(machine, program="p", settings=Settings(schedules=4), rejects=accept)
    assert len(machine.plans) == 4


# --- making failures shorter


def test_a_failure_found_by_chance_is_told_with_as_few_deviations_as_can_be() -> None:
    settings = Settings(strategy="random", schedules=300, seed=1)
    machine = Toy(programs.spawned_increments)
    found = explore(machine, program="p", settings=settings, rejects=loses_an_update)
    assert found.failure is not None
    original = found.runs[found.failure.number - 1]
    assert original.trace.value == found.failure.trace.value == 1
    fewest = min(
        sum(choice > 0 for choice in trace.schedule)
        for trace in every_schedule(programs.spawned_increments)
        if trace.value == 1
    )
    shown = sum(choice > 0 for choice in found.failure.trace.schedule)
    assert fewest <= shown <= sum(choice > 0 for choice in original.trace.schedule)
    assert found.failure.trace.detailed


def test_a_judge_that_remembers_is_not_asked_about_shorter_schedules() -> None:
    """It says yes to all once it has seen enough: a shorter schedule would be a right one."""
    seen: list[Trace] = []

    def enough(trace: Trace) -> bool:
        seen.append(trace)
        return any(trace.status == "deadlock" for trace in seen)

    settings = Settings(strategy="random", seed=3)
    machine = Toy(programs.opposite_locks)
    found = explore(machine, program="p", settings=settings, rejects=enough)
    assert found.failure is not None
    assert found.failure.trace.status == "deadlock"
    assert found.failure.trace.schedule == found.runs[found.failure.number - 1].trace.schedule

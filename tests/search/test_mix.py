from __future__ import annotations

import re

import pytest

from grader.search.coverage import describe
from grader.search.portfolio import STRATEGIES, Search
from tests.search import programs
from tests.search.running import run_all
from tests.search.toy import Body, World


def three_sleepers(world: World) -> None:
    """Much to deviate from in both clocks: three tasks that write, sleep, and write."""
    cell = world.cell("x")

    def sleeper(seconds: float) -> Body:
        for n in range(3):
            yield cell.write(n)
            yield world.sleep(seconds)

    for seconds in (1.0, 2.0, 3.0):
        world.task(sleeper, seconds)


def words(search: Search) -> str:
    return describe(search.coverage(), stopped=False)[1]


def test_without_timers_there_is_no_hostile_run() -> None:
    search = Search("mix", budget=20)
    traces = run_all(search, programs.narrow_window)
    assert len(traces) == 20
    assert {trace.clock for trace in traces} == {"patient"}
    assert words(search) == "20 schedules: the default one, 9 of those with 1, 10 by sampling"


def test_with_timers_the_last_quarter_is_hostile() -> None:
    """30 with a patient clock, then 10 with a hostile one; by deviations it goes first, and its
    deviations are early timers.
    """
    search = Search("mix", budget=40)
    traces = run_all(search, three_sleepers)
    assert [trace.clock for trace in traces] == ["patient"] * 30 + ["hostile"] * 10
    hostile = traces[30:]
    assert hostile[0].schedule == ()
    by_deviations = [hostile[n] for n in (1, 4, 5, 8, 9)]
    for trace in by_deviations:
        deviations = [step for step in trace.steps if step.choice]
        assert len(deviations) == 1
        assert deviations[0].picked.timer
    assert re.fullmatch(
        r"\d+ schedules: all with up to 1 deviation, \d+ of those with 2, \d+ by sampling, "
        r"\d of those with 1 early timer, \d+ by sampling with early timers",
        words(search),
    )


@pytest.mark.parametrize("clock", ["patient", "hostile"])
def test_one_clock_alone_gets_the_whole_budget(clock: str) -> None:
    clocks = (clock,)
    for strategy in STRATEGIES:
        search = Search(strategy, budget=20, clocks=clocks)  # type: ignore[arg-type]  # a clock
        traces = run_all(search, three_sleepers)
        assert {trace.clock for trace in traces} == {clock}
        assert len(traces) == 20


@pytest.mark.parametrize("strategy", STRATEGIES)
@pytest.mark.parametrize("budget", [1, 2, 3, 7, 50])
def test_no_strategy_makes_more_runs_than_its_budget(strategy: str, budget: int) -> None:
    assert len(run_all(Search(strategy, budget=budget), three_sleepers)) <= budget


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_the_first_run_is_the_default_schedule(strategy: str) -> None:
    assert run_all(Search(strategy, budget=3), three_sleepers)[0].schedule == ()


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_the_same_seed_makes_the_same_runs(strategy: str) -> None:
    first = run_all(Search(strategy, budget=50, seed=4), three_sleepers)
    again = run_all(Search(strategy, budget=50, seed=4), three_sleepers)
    assert [trace.digest for trace in first] == [trace.digest for trace in again]


def test_a_space_that_was_searched_whole_is_told_so_and_sampled_no_more() -> None:
    """Six schedules; both runs by chance were drawn among them, one of them after its twin."""
    search = Search("mix", budget=200)
    traces = run_all(search, programs.two_increments)
    assert len({trace.schedule for trace in traces}) == 6
    assert len(traces) == 8
    assert words(search) == "every schedule there is (6 schedules)"


def test_two_runs_by_deviations_then_two_by_chance() -> None:
    """Deviations alone: 0, 1, 1, 1, ...; what chance draws has more of them."""
    traces = run_all(Search("mix", budget=10), programs.narrow_window)
    deviations = [sum(choice > 0 for choice in trace.schedule) for trace in traces]
    by_deviations = [deviations[n] for n in (0, 1, 4, 5, 8, 9)]
    assert by_deviations == [0, 1, 1, 1, 1, 1]
    assert all(deviations[n] > 1 for n in (2, 3, 6, 7))


def test_what_was_drawn_by_chance_is_not_run_again() -> None:
    """A run by deviations is always a new one."""
    search = Search("mix", budget=40)
    traces = run_all(search, programs.spawned_increments)
    by_chance = {n for n in range(len(traces)) if n // 2 % 2}
    seen: set[tuple[int, ...]] = set()
    for number, trace in enumerate(traces):
        assert number in by_chance or trace.schedule not in seen
        seen.add(trace.schedule)


def test_a_small_space_is_not_sampled_for_ever() -> None:
    """Bound 3 is done and bound 4 does not fit in 25 runs; what sampling adds soon runs dry."""
    search = Search("mix", budget=60)
    traces = run_all(search, programs.spawned_increments)
    assert len(traces) == 60
    longer = Search("mix", budget=90)
    assert len(run_all(longer, programs.spawned_increments)) == 90


def test_bounded_goes_on_with_early_timers() -> None:
    search = Search("bounded", budget=50)
    traces = run_all(search, programs.sleep_as_join)
    assert [(trace.clock, trace.value) for trace in traces] == [
        ("patient", 42),
        ("hostile", 42),
        ("hostile", 0),
        ("hostile", 0),
    ]
    assert describe(search.coverage(), stopped=False) == (
        True,
        "3 schedules: all with a patient clock, all with up to 1 early timer",
    )


def test_a_patient_clock_alone_claims_no_more() -> None:
    search = Search("mix", budget=50, clocks=("patient",))
    run_all(search, three_sleepers)
    assert "early timer" not in words(search)
    search = Search("mix", budget=50, clocks=("patient",))
    run_all(search, programs.sleep_as_join)
    assert describe(search.coverage(), stopped=False) == (
        True,
        "every schedule with a patient clock (1 schedule)",
    )


def test_bad_usage_is_refused() -> None:
    known = "mix, bounded, pct, random, surw"
    with pytest.raises(ValueError, match=f"^there is no strategy 'luck'; there are {known}$"):
        Search("luck", budget=1)
    with pytest.raises(
        ValueError, match=r"^a budget of 0 schedules is none; it must be at least 1$"
    ):
        Search("mix", budget=0)
    with pytest.raises(ValueError, match=r"^no clock to explore under$"):
        Search("mix", budget=1, clocks=())

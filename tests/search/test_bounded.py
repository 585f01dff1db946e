from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from grader.search.coverage import describe
from grader.search.strategies.bounded import Bounded, _spread
from tests.search import programs
from tests.search.running import every_schedule, run_all
from tests.search.toy import Body, Program, Semaphore, World


@pytest.mark.parametrize(("bound", "count"), [(0, 1), (1, 3), (2, 5), (3, 6), (None, 6)])
def test_two_unlocked_increments(bound: int | None, count: int) -> None:
    """By hand: r and w of A and B can be ordered in C(4, 2) = 6 ways.

    0 deviations: AABB. 1: BBAA, ABBA. 2: BAAB, ABAB. 3: BABA.
    """
    traces = run_all(Bounded(max_bound=bound), programs.two_increments)
    orders = ["".join("AB"[step.task] for step in trace.steps) for trace in traces]
    assert len(orders) == count
    assert set(orders) <= {"AABB", "BBAA", "ABBA", "BAAB", "ABAB", "BABA"}
    assert orders[0] == "AABB"
    assert len(set(orders)) == count


def test_the_lost_update_is_found_second() -> None:
    """The write after a read of the same cell is the first place that is tried."""
    values = [trace.value for trace in run_all(Bounded(), programs.two_increments)]
    assert values == [2, 1, 2, 1, 1, 1]


def test_a_lock_leaves_two_orders() -> None:
    """While one has the lock the other is not ready: A first or B first, and the preemptions
    inside, which lead nowhere, are no decisions.
    """
    traces = run_all(Bounded(), programs.locked_increments)
    assert [trace.value for trace in traces] == [2, 2]


def test_the_deadlock_of_opposite_locks_is_schedule_2_every_time() -> None:
    for _ in range(3):
        statuses = [trace.status for trace in run_all(Bounded(), programs.opposite_locks)]
        assert statuses.index("deadlock") == 1
        assert (statuses.count("deadlock"), statuses.count("returned")) == (2, 4)


@pytest.mark.parametrize(
    ("program", "count"),
    [
        (programs.two_increments, 6),
        (programs.locked_increments, 2),
        (programs.opposite_locks, 6),
        (programs.strangers, 6),
        (programs.spawned_increments, 69),
        (programs.uneven, 13),
    ],
)
def test_without_the_skip_each_schedule_there_is_comes_once(program: Program, count: int) -> None:
    """By hand for the spawned increments: the second start comes after k of the first child's 3
    steps; its other 3 - k and its join mix with the second child's 3: C(7 - k, 3), which is
    35 + 20 + 10 + 4 = 69.
    """
    everything = [trace.schedule for trace in every_schedule(program)]
    searched = [trace.schedule for trace in run_all(Bounded(skip=False), program)]
    assert len(everything) == count
    assert sorted(searched) == sorted(everything)
    assert len(set(searched)) == count


def test_fewer_deviations_come_first() -> None:
    traces = run_all(Bounded(), programs.spawned_increments)
    deviations = [sum(choice > 0 for choice in trace.schedule) for trace in traces]
    assert deviations == sorted(deviations)


def test_hostile_schedules_deviate_into_timers() -> None:
    """Main is woken before its child starts, or before it writes: both too early."""
    traces = run_all(Bounded(clock="hostile", timers_only=True), programs.sleep_as_join)
    assert [trace.value for trace in traces] == [42, 0, 0]
    assert [trace.clock for trace in traces] == ["hostile"] * 3


def test_a_bound_that_ends_the_space_is_told_as_every_schedule() -> None:
    strategy = Bounded()
    run_all(strategy, programs.two_increments)
    assert strategy.coverage().whole
    assert describe([strategy.coverage()], stopped=False) == (
        True,
        "every schedule there is (6 schedules)",
    )


def test_a_bound_that_is_reached_is_told() -> None:
    strategy = Bounded(max_bound=2)
    run_all(strategy, programs.two_increments)
    assert not strategy.coverage().whole
    assert describe([strategy.coverage()], stopped=False) == (
        True,
        "every schedule with up to 2 deviations (5 schedules)",
    )


@pytest.mark.parametrize(
    ("budget", "exhaustive", "words"),
    [
        (1, False, "1 schedule: the default one"),
        (2, False, "2 schedules: the default one, 1 of those with 1"),
        (3, True, "every schedule with up to 1 deviation (3 schedules)"),
        (4, False, "4 schedules: all with up to 1 deviation, 1 of those with 2"),
        (5, True, "every schedule with up to 2 deviations (5 schedules)"),
        (6, True, "every schedule there is (6 schedules)"),
    ],
)
def test_a_search_that_is_cut_short_claims_no_more_than_it_did(
    budget: int, exhaustive: bool, words: str
) -> None:
    strategy = Bounded()
    run_all(strategy, programs.two_increments, most=budget)
    assert describe([strategy.coverage()], stopped=False) == (exhaustive, words)


def test_levels_beyond_the_bound_are_run_if_they_fit_whole() -> None:
    """Levels 2 and 3 of two increments have 2 and 1 schedules: 5 and 6 runs in all."""
    counts = []
    for fits in (3, 4, 5, 6):
        strategy = Bounded(max_bound=1, fits=fits)
        counts.append(len(run_all(strategy, programs.two_increments)))
    assert counts == [3, 3, 5, 6]


def test_a_program_without_a_choice_has_one_schedule() -> None:
    def alone(world: World) -> None:
        def task() -> Body:
            yield world.cell("x").write(1)

        world.task(task)

    strategy = Bounded()
    assert len(run_all(strategy, alone)) == 1
    assert describe([strategy.coverage()], stopped=False) == (True, "the only schedule there is")


def test_runs_that_left_their_plan_are_told_and_never_exhaustive() -> None:
    """A program that makes other choices available each time it is run."""
    runs = []

    def fickle(world: World) -> None:
        runs.append(1)
        cell = world.cell("x")

        def task(times: int) -> Body:
            for n in range(times):
                yield cell.write(n)

        world.task(task, 1 if len(runs) > 1 else 3)
        world.task(task, 1 if len(runs) > 1 else 3)

    strategy = Bounded()
    run_all(strategy, fickle, most=20)
    assert strategy.strayed > 0
    exhaustive, words = describe([strategy.coverage()], stopped=False)
    assert not exhaustive
    assert "off the planned schedule" in words


def test_who_was_last_in_line_is_tried_first() -> None:
    """Three setters write two cells, a checker reads both: wrong if it comes between the first
    setter's two writes, which is one deviation of many.
    """

    def program(world: World) -> Callable[[], Any]:
        a, b = world.cell("a"), world.cell("b")
        seen: list[tuple[int, int]] = []

        def setter() -> Body:
            yield a.write(1)
            yield b.write(1)

        def checker() -> Body:
            seen.append(((yield a.read()), (yield b.read())))

        for body in (setter, setter, setter, checker):
            world.task(body)
        return lambda: seen[0]

    values = [trace.value for trace in run_all(Bounded(max_bound=1), program)]
    assert values[:2] == [(1, 1), (1, 0)]


def test_a_switch_inside_what_one_lock_guards_comes_last() -> None:
    """Both locks in opposite order, and a counter under them: the deadlock is schedule 2 still."""

    def program(world: World) -> None:
        a, b, cell = world.lock("a"), world.lock("b"), world.cell("x")

        def clerk(one: Semaphore, other: Semaphore) -> Body:
            yield one.acquire()
            yield other.acquire()
            value = yield cell.read()
            yield cell.write(value + 1)
            yield other.release()
            yield one.release()

        world.task(clerk, a, b)
        world.task(clerk, b, a)

    statuses = [trace.status for trace in run_all(Bounded(max_bound=1), program)]
    assert statuses.index("deadlock") == 1


def test_spread_visits_all_and_halves_the_distance() -> None:
    assert _spread(8) == [0, 4, 2, 6, 1, 5, 3, 7]
    assert _spread(1) == [0]
    assert sorted(_spread(13)) == list(range(13))

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from grader.model.exploration import Explored
from grader.model.trace import Trace
from grader.search.shrink import MOST_RUNS, confirm, run_schedule, shorten
from tests.search import programs
from tests.search.running import every_schedule
from tests.search.toy import Body, Toy, World


def increments_beside_a_sleeper(world: World) -> Callable[[], Any]:
    def sleeper() -> Body:
        yield world.sleep(5.0)

    value = programs.two_increments(world)
    world.task(sleeper)
    return value


def loses_an_update(trace: Trace) -> bool:
    return trace.value == 1


def test_every_lost_update_is_shown_with_one_deviation() -> None:
    machine = Toy(programs.two_increments)
    for trace in every_schedule(programs.two_increments):
        if trace.value == 1:
            short = shorten(machine, trace, loses_an_update)
            assert short.value == 1
            assert sum(c > 0 for c in short.schedule) == 1


def test_a_long_failing_schedule_comes_down_to_its_one_switch() -> None:
    """More than 100 switches, of which one matters: that B may end before A does."""

    def program(world: World) -> Callable[[], Any]:
        cell = world.cell("x")
        at: list[int] = [0]
        bad: list[bool] = []

        def a() -> Body:
            for n in range(80):
                yield cell.write(n)
                at[0] = n

        def b() -> Body:
            for n in range(80):
                yield cell.write(n)
            bad.append(at[0] < 79)

        world.task(a)
        world.task(b)
        return lambda: bad[0]

    machine = Toy(program)
    trace = run_schedule(machine, (1,) * 200, "patient", "calls")
    assert trace.value is True
    assert sum(c > 0 for c in trace.schedule) > 100
    short = shorten(machine, trace, lambda trace: trace.value is True)
    assert sum(c > 0 for c in short.schedule) == 1
    assert len(machine.plans) <= 1 + MOST_RUNS


def test_the_kind_of_ending_is_kept() -> None:
    """All is rejected here, but a deadlock is not exchanged for a shorter run that returns."""
    machine = Toy(programs.opposite_locks)
    for trace in every_schedule(programs.opposite_locks):
        if trace.status == "deadlock":
            short = shorten(machine, trace, lambda trace: True)
            assert short.status == "deadlock"
            assert len(short.schedule) <= len(trace.schedule)


def test_a_hostile_failure_that_needs_no_early_timer_is_shown_with_a_patient_clock() -> None:
    machine = Toy(increments_beside_a_sleeper)
    hostile = run_schedule(machine, (0, 1), "hostile", "calls")
    assert (hostile.clock, hostile.value) == ("hostile", 1)
    short = shorten(machine, hostile, loses_an_update)
    assert (short.clock, short.value, short.schedule) == ("patient", 1, (0, 1))


def test_a_hostile_failure_that_needs_its_timer_stays_hostile() -> None:
    machine = Toy(programs.sleep_as_join)
    hostile = run_schedule(machine, (1,), "hostile", "calls")
    short = shorten(machine, hostile, lambda trace: trace.value == 0)
    assert (short.clock, short.schedule) == ("hostile", (1,))


def test_confirm_keeps_the_number_and_gives_the_short_token() -> None:
    machine = Toy(increments_beside_a_sleeper)
    trace = run_schedule(machine, (0, 1), "hostile", "calls")
    confirmed = confirm(machine, Explored(17, "K1hc:0-1", trace), loses_an_update)
    assert (confirmed.number, confirmed.replay) == (17, "K1pc:0-1")
    assert confirmed.trace.detailed
    as_it_was = confirm(machine, Explored(17, "K1hc:0-1", trace), loses_an_update, shorter=False)
    assert (as_it_was.replay, as_it_was.trace.detailed) == ("K1hc:0-1", True)


def test_a_long_way_round_is_told_by_the_short_one() -> None:
    """B must come between A's two writes. Chance let A, B and C change over and over; no deviation
    of its schedule can be left out, but one other deviation alone does it.
    """

    def program(world: World) -> Callable[[], Any]:
        a, c = world.cell("a"), world.cell("c")
        seen: list[int] = []

        def writer() -> Body:
            yield a.write(1)
            yield a.write(2)

        def reader() -> Body:
            seen.append((yield a.read()))

        def other() -> Body:
            for n in range(3):
                yield c.write(n)

        for body in (writer, reader, other):
            world.task(body)
        return lambda: seen[0]

    def reads_half(trace: Trace) -> bool:
        return trace.value == 1

    machine = Toy(program)
    for trace in every_schedule(program):
        if reads_half(trace):
            short = shorten(machine, trace, reads_half)
            assert reads_half(short)
            assert sum(choice > 0 for choice in short.schedule) == 1

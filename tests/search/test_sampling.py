from __future__ import annotations

from collections.abc import Callable

import pytest

from grader.search.knowledge import Knowledge
from grader.search.strategies.pct import PCT
from grader.search.strategies.random_walk import RandomWalk
from grader.search.strategies.sampling import PATIENCE, RoundRobin, Sampler
from grader.search.strategies.surw import SURW
from tests.search import programs
from tests.search.running import every_schedule, run_all
from tests.search.toy import Body, World

MAKERS: dict[str, Callable[..., Sampler]] = {
    "random": RandomWalk,
    "pct": lambda **options: PCT(3, **options),
    "surw": SURW,
}
every_sampler = pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)


@every_sampler
def test_the_same_seed_makes_the_same_schedules(make: Callable[..., Sampler]) -> None:
    def schedules(seed: int) -> list[tuple[int, ...]]:
        traces = run_all(make(seed=seed), programs.spawned_increments, most=30)
        return [trace.schedule for trace in traces]

    assert schedules(7) == schedules(7)
    assert schedules(7) != schedules(8)


@every_sampler
def test_the_first_run_of_an_unknown_program_is_the_default(make: Callable[..., Sampler]) -> None:
    assert run_all(make(seed=3), programs.two_increments, most=1)[0].schedule == ()


@every_sampler
def test_all_six_orders_are_sampled(make: Callable[..., Sampler]) -> None:
    traces = run_all(make(seed=1), programs.two_increments, most=60)
    assert {trace.schedule for trace in traces} == {
        trace.schedule for trace in every_schedule(programs.two_increments)
    }


@every_sampler
def test_a_spinning_task_must_let_others_go(make: Callable[..., Sampler]) -> None:
    """By default the waiter would ask for ever; no sampler lets it, whatever it draws."""
    traces = run_all(make(seed=2), programs.spinner, most=20)
    assert {trace.status for trace in traces} == {"returned"}
    assert len(traces[0].steps) == PATIENCE + 2, "a hundred looks, the setter, and the last look"


@every_sampler
def test_a_spinning_pair_must_let_a_third_go(make: Callable[..., Sampler]) -> None:
    def pair(world: World) -> None:
        flag = world.cell("flag")

        def waiter() -> Body:
            while not (yield flag.read()):
                yield world.spin()

        def setter() -> Body:
            yield flag.write(1)

        for body in (waiter, waiter, setter):
            world.task(body)

    knowledge = Knowledge()
    knowledge.add(every_schedule(programs.two_increments)[0])  # no first default run
    traces = run_all(make(seed=5, knowledge=knowledge), pair, most=20)
    assert {trace.status for trace in traces} == {"returned"}


@every_sampler
def test_who_is_waited_for_goes_on_whatever_the_spinning_ones_are_to_do_next(
    make: Callable[..., Sampler],
) -> None:
    """All touch the huts; a task that spins until all have come touches them after the others."""

    def hike(world: World) -> None:
        huts, come = world.cell("huts"), [world.cell(f"come[{n}]") for n in range(3)]

        def hiker(number: int) -> Body:
            for _ in range(6):
                yield huts.write(1)
            yield come[number].write(1)
            for other in come:
                while not (yield other.read()):
                    yield world.spin()
            yield huts.read()

        for number in range(3):
            world.task(hiker, number)

    traces = run_all(make(seed=5), hike, most=60)
    assert {trace.status for trace in traces} == {"returned"}
    assert max(len(trace.steps) for trace in traces) < 1000


@every_sampler
def test_a_patient_clock_never_wakes_a_sleeper_early(make: Callable[..., Sampler]) -> None:
    traces = run_all(make(seed=1), programs.sleep_as_join, most=40)
    assert {trace.value for trace in traces} == {42}


@every_sampler
def test_a_hostile_clock_finds_the_sleep_that_stands_for_a_join(
    make: Callable[..., Sampler],
) -> None:
    traces = run_all(make(seed=1, clock="hostile"), programs.sleep_as_join, most=40)
    assert {trace.value for trace in traces} == {0, 42}


@every_sampler
def test_timers_never_starve_ready_tasks(make: Callable[..., Sampler]) -> None:
    """One task asks with a time-out again and again; the other always gets its 50 steps."""

    def polling(world: World) -> None:
        done = world.semaphore("done", 0)
        work = world.cell("work")

        def asker() -> Body:
            while not (yield done.acquire(timeout=0.1)):
                pass

        def worker() -> Body:
            for n in range(50):
                yield work.write(n)
            yield done.release()

        world.task(asker)
        world.task(worker)

    traces = run_all(make(seed=1, clock="hostile"), polling, most=20)
    assert {trace.status for trace in traces} == {"returned"}
    assert max(len(trace.steps) for trace in traces) < 52 + 200


def test_pct_finds_a_bug_of_depth_3_that_random_walk_misses() -> None:
    pct = run_all(PCT(3, seed=2), programs.narrow_window, most=60)
    walk = run_all(RandomWalk(seed=2), programs.narrow_window, most=60)
    assert [n for n, trace in enumerate(pct) if trace.value] == [6]
    assert [n for n, trace in enumerate(walk) if trace.value] == []


def test_pct_draws_its_change_points_from_the_length_of_the_traces_seen() -> None:
    """Two tasks of 40 steps: with one change, the first task is stopped all over its length."""

    def long(world: World) -> None:
        cell = world.cell("x")

        def task() -> Body:
            for n in range(40):
                yield cell.write(n)

        world.task(task)
        world.task(task)

    traces = run_all(PCT(2, seed=0), long, most=120)
    stops = set()
    for trace in traces[1:]:
        tasks = [step.task for step in trace.steps]
        stops.add(next(n for n, task in enumerate(tasks) if task != tasks[0]))
    assert min(stops) <= 3
    assert max(stops) == 40
    assert len(stops) > 25


def test_surw_puts_the_one_event_at_every_place_among_the_many() -> None:
    """13 places, each with a chance of 1/13; a random walk has 1/2, 1/4, 1/8, ... for them."""
    surw = {t.value for t in run_all(SURW(seed=0), programs.uneven, most=80)}
    walk = {t.value for t in run_all(RandomWalk(seed=0), programs.uneven, most=80)}
    assert surw == set(range(13))
    assert len(walk) < 9


def test_samplers_take_turns_and_share_what_they_know() -> None:
    knowledge = Knowledge()
    samplers = [RandomWalk(knowledge=knowledge), SURW(knowledge=knowledge)]
    traces = run_all(RoundRobin(samplers), programs.two_increments, most=8)
    assert knowledge.traces == 8
    assert [trace.schedule for trace in traces].count(()) >= 1


def test_sampling_stops_when_nothing_is_new_any_more() -> None:
    sampling = RoundRobin([RandomWalk(seed=0)])
    traces = run_all(sampling, programs.two_increments)
    assert len(traces) < 60
    last = [trace.schedule for trace in traces[-15:]]
    assert set(last) <= {trace.schedule for trace in traces[:-15]}
    assert sampling.coverage().words == ("6 by sampling",)

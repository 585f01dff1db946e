"""The bounded search leaves out what only reorders independent operations, and no outcome."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from grader.search.coverage import describe
from grader.search.strategies.bounded import Bounded
from tests.search import programs
from tests.search.running import run_all
from tests.search.toy import Body, Program, Semaphore, World


def orders(program: Program, *, skip: bool, bound: int | None = None) -> list[str]:
    traces = run_all(Bounded(skip=skip, max_bound=bound), program)
    return ["".join("AB"[step.task] for step in trace.steps) for trace in traces]


def private_work_between(world: World) -> Callable[[], Any]:
    """Two increments, with a step on something of one's own before each shared step."""
    counter = world.cell("counter")

    def clerk(name: str) -> Body:
        own = world.cell(name)
        yield own.write(1)
        value = yield counter.read()
        yield own.write(2)
        yield counter.write(value + 1)

    world.task(clerk, "left")
    world.task(clerk, "right")
    return lambda: counter.value


def test_preempting_before_a_private_step_is_left_out() -> None:
    """By hand: strangers have 6 orders; the twin of BBAA and BAAB is one that begins with A.

    AABB: default. ABBA: A's last step ends it, which is no private step any more. Preempted by
    A once more before B's own last step: ABAB.
    """
    assert orders(programs.strangers, skip=False) == [
        "AABB",
        "BBAA",
        "ABBA",
        "BAAB",
        "ABAB",
        "BABA",
    ]
    assert orders(programs.strangers, skip=True) == ["AABB", "ABBA", "ABAB"]


def test_an_outcome_needs_no_preemption_before_private_steps() -> None:
    """C(8, 4) = 70 orders of two tasks with four steps each.

    Preempted only before its shared steps, a task has three parts. A's first part comes first,
    the other five mix: C(5, 2) = 10 orders.
    """
    with_all = run_all(Bounded(skip=False), private_work_between)
    with_skip = run_all(Bounded(), private_work_between)
    assert (len(with_all), len(with_skip)) == (70, 10)
    assert {trace.value for trace in with_all} == {trace.value for trace in with_skip} == {1, 2}


def test_starts_of_spawned_tasks_are_private() -> None:
    with_all = run_all(Bounded(skip=False), programs.spawned_increments)
    with_skip = run_all(Bounded(), programs.spawned_increments)
    assert (len(with_all), len(with_skip)) == (69, 51)
    assert {trace.value for trace in with_skip} == {1, 2}


def test_what_was_left_out_is_told() -> None:
    strategy = Bounded()
    run_all(strategy, programs.strangers)
    assert describe([strategy.coverage()], stopped=False) == (
        True,
        "every schedule there is (3 schedules); "
        "those that only reorder independent operations are left out",
    )


def test_shared_steps_are_not_left_out() -> None:
    assert len(orders(programs.two_increments, skip=True)) == 6


def test_two_readers_are_independent_and_a_writer_is_not() -> None:
    def readers(world: World) -> None:
        cell = world.cell("x")

        def reader() -> Body:
            yield cell.read()
            yield cell.read()

        world.task(reader)
        world.task(reader)

    def reader_and_writer(world: World) -> None:
        cell = world.cell("x")

        def reader() -> Body:
            yield cell.read()
            yield cell.read()

        def writer() -> Body:
            yield cell.write(1)
            yield cell.write(2)

        world.task(reader)
        world.task(writer)

    assert orders(readers, skip=True) == ["AABB", "ABBA", "ABAB"]
    assert len(orders(reader_and_writer, skip=True)) == 6


def test_what_turns_out_to_be_shared_is_searched_after_all() -> None:
    """B touches A's cell only if it sees that A has not yet raised the flag.

    The default schedule runs all of A first: A's cell looks private. The run that preempts A
    before its flag shows the truth, and then the schedules left out before are run.
    """

    def late_sharing(world: World) -> Callable[[], Any]:
        own, flag = world.cell("own"), world.cell("flag")
        seen: list[Any] = []

        def a() -> Body:
            yield own.write(1)
            yield own.write(2)
            yield flag.write(1)

        def b() -> Body:
            if not (yield flag.read()):
                seen.append((yield own.read()))

        world.task(a)
        world.task(b)
        return lambda: seen

    values = {repr(t.value) for t in run_all(Bounded(), late_sharing)}
    assert values == {"[]", "[0]", "[1]", "[2]"}
    one_deviation = run_all(Bounded(max_bound=1), late_sharing)
    assert {repr(t.value) for t in one_deviation} == {"[]", "[0]", "[1]", "[2]"}


def test_nothing_is_left_out_where_something_is_out_of_control() -> None:
    def strangers_with_a_file(world: World) -> None:
        programs.strangers(world)
        world.uncontrolled.append("file")

    assert len(orders(strangers_with_a_file, skip=True)) == 6


def test_nothing_is_left_out_with_a_hostile_clock() -> None:
    assert len(run_all(Bounded(clock="hostile"), programs.strangers)) == 6


def test_both_ends_of_a_pipe_are_one_thing() -> None:
    def pipe(world: World) -> None:
        def worker(end: Semaphore) -> Body:
            yield end.try_acquire()
            yield end.try_acquire()

        for letter in "ab":
            end = world.semaphore(letter, 9)
            end.key = f"pipe:1{letter}"
            world.task(worker, end)

    assert len(orders(pipe, skip=True)) == 6


Script = list[tuple[str, int]]


def script_of(rng: random.Random, task: int, cells: int, locks: int) -> Script:
    """Draw what a task does: reads, writes, locks, and things of its own."""
    script: Script = []
    held: list[int] = []
    for _ in range(rng.randint(1, 4)):
        kind = rng.choice(["read", "write", "own", "own-lock", "lock", "try", "unlock"])
        if kind in ("read", "write"):
            script.append((kind, rng.randrange(cells)))
        elif kind in ("own", "own-lock"):
            script.append((kind, task))
        elif kind in ("lock", "try") and locks:
            script.append((kind, rng.randrange(locks)))
            held.extend([script[-1][1]] if kind == "lock" else [])
        elif kind == "unlock" and held:
            script.append((kind, held.pop()))
    script.extend(("unlock", lock) for lock in held if rng.random() < 0.8)
    return script


def drawn_program(seed: int) -> Program:
    """Return a small program whose value is all that its tasks have seen and left."""
    rng = random.Random(seed)
    tasks, cells, locks = rng.choice([2, 2, 3]), rng.randint(1, 2), rng.randint(0, 2)
    spawned = rng.random() < 0.4
    scripts = [script_of(rng, task, cells, locks) for task in range(tasks)]

    def program(world: World) -> Callable[[], Any]:
        shared = [world.cell(f"shared{n}") for n in range(cells)]
        own = [world.cell(f"own{n}") for n in range(tasks)]
        own_locks = [world.semaphore(f"own{n}", 9) for n in range(tasks)]
        mutexes = [world.lock(f"lock{n}") for n in range(locks)]
        seen: list[list[Any]] = [[] for _ in range(tasks)]

        def body(task: int) -> Body:
            for kind, which in scripts[task]:
                if kind == "read":
                    seen[task].append((yield shared[which].read()))
                elif kind == "write":
                    yield shared[which].write((task, len(seen[task])))
                elif kind == "own":
                    yield own[which].write(1)
                elif kind == "own-lock":
                    yield own_locks[which].acquire()
                elif kind == "lock":
                    yield mutexes[which].acquire()
                elif kind == "try":
                    seen[task].append((yield mutexes[which].try_acquire()))
                else:
                    yield mutexes[which].release()

        def main() -> Body:
            numbers = []
            for task in range(tasks):
                numbers.append((yield world.spawn(body, task)))
            for number in numbers:
                yield world.join(number)

        if spawned:
            world.task(main)
        else:
            for task in range(tasks):
                world.task(body, task)
        return lambda: [seen, [cell.value for cell in shared]]

    return program


@pytest.mark.parametrize("bound", [1, 2, None])
def test_programs_drawn_at_random_lose_no_outcome_at_any_bound(bound: int | None) -> None:
    """What a deadlock leaves behind is not compared: the value is told of complete runs only."""
    run_with = run_without = 0
    for seed in range(15):
        program = drawn_program(seed)
        every = run_all(Bounded(skip=False, max_bound=bound), program, most=250)
        if len(every) == 250:
            continue
        fewer = run_all(Bounded(max_bound=bound), program)
        assert {(t.status, repr(t.value)) for t in fewer} == {
            (t.status, repr(t.value)) for t in every
        }, f"program {seed}"
        run_without += len(every)
        run_with += len(fewer)
    assert run_with < 0.8 * run_without, "the skip is worth it"

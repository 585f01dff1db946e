"""Engine time per schedule against the floor: ``python -m tests.benchmarks.schedule_floor``."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import NamedTuple

import click

from grader.kernel.controller import Controller
from grader.model.program import Program
from grader.settings import Settings
from tests.benchmarks import programs
from tests.benchmarks.floor import Floor, floor

PROCESSES = (2, 3, 5, 9)
OPERATIONS = (10, 50, 200)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: medians, times in milliseconds.

    A ratio is the median of the ratios of neighbours in time, not the ratio of two medians.
    """

    processes: int
    operations: int  # calls that the children make in all
    messages: int  # requests that the engine needed for a run
    engine: float  # on one processor, as the floor
    kernel: float  # of it the processor time of the kernel's own process
    floor: float
    ratio: float  # engine/floor
    plain: float  # the same program, run from the floor's zygote by CPython's own multiprocessing
    control: float  # engine/plain
    free: float  # the engine on any processor, as a ratio to the engine on one


class Times(NamedTuple):
    """Milliseconds of neighbours in time."""

    engine: float
    kernel: float
    floor: float
    plain: float
    free: float


@contextmanager
def on(cpus: set[int]) -> Iterator[None]:
    """Stay on these processors, with everything that is started meanwhile."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, cpus)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def milliseconds(call: Callable[[], object]) -> float:
    """Return how long the call took."""
    begin = time.perf_counter()
    call()
    return (time.perf_counter() - begin) * 1000


def measure(bare: Floor, cpu: int, processes: int, operations: int, rounds: int) -> Row:
    """Run the engine and the floor on one processor and the engine on any, in turns."""
    source, settings = programs.locks(processes, operations), Settings()
    program = Program("p.py", source)
    everywhere = os.sched_getaffinity(0)
    times: list[Times] = []
    with ExitStack() as stack:
        with on({cpu}):
            pinned = stack.enter_context(Controller(program, settings))
            counts = programs.count_messages(pinned)
        assert len(counts) == processes, "every process has spoken"
        free = stack.enter_context(Controller(program, settings))
        free.run(programs.first)
        bare.plainly(source)
        for _ in range(rounds):
            with on({cpu}):
                before = time.process_time()
                engine = milliseconds(lambda: pinned.run(programs.first))
                kernel = (time.process_time() - before) * 1000
                ground = milliseconds(lambda: bare.run(counts))
                plain = milliseconds(lambda: bare.plainly(source))
            with on(everywhere):
                loose = milliseconds(lambda: free.run(programs.first))
            times.append(Times(engine, kernel, ground, plain, loose))
    return Row(
        processes,
        operations,
        sum(counts),
        statistics.median(one.engine for one in times),
        statistics.median(one.kernel for one in times),
        statistics.median(one.floor for one in times),
        statistics.median(one.engine / one.floor for one in times),
        statistics.median(one.plain for one in times),
        statistics.median(one.engine / one.plain for one in times),
        statistics.median(one.free / one.engine for one in times),
    )


def table(processes: Sequence[int], operations: Sequence[int], rounds: int) -> Iterator[Row]:
    """Measure every combination."""
    cpu = min(os.sched_getaffinity(0))
    with Controller(Program("p.py", programs.MODULES), Settings()) as controller:
        modules = controller.run(programs.first).value
    assert isinstance(modules, list)
    with ExitStack() as stack:
        with on({cpu}):
            bare = stack.enter_context(floor(Settings(), [str(name) for name in modules]))
        for number in processes:
            for count in operations:
                yield measure(bare, cpu, number, count, rounds)


def show(rows: Iterator[Row]) -> None:
    """Print the rows as they come, and what they say together."""
    click.echo(
        "processes  operations  messages  engine ms  kernel ms  floor ms  ratio  plain ms  control"
        "  schedules/s  free"
    )
    seen = []
    for row in rows:
        seen.append(row)
        click.echo(
            f"{row.processes:9}  {row.operations:10}  {row.messages:8}  {row.engine:9.2f}"
            f"  {row.kernel:9.2f}  {row.floor:8.2f}  {row.ratio:5.2f}"
            f"  {row.plain:8.2f}  {row.control:7.2f}  {1000 / row.engine:11.0f}  {row.free:4.2f}"
        )
    ratios, free = [row.ratio for row in seen], [row.free for row in seen]
    control = [row.control for row in seen]
    click.echo(
        f"ratio {min(ratios):.2f} to {max(ratios):.2f}, median {statistics.median(ratios):.2f}; "
        f"control {min(control):.2f} to {max(control):.2f}, "
        f"median {statistics.median(control):.2f}; "
        f"not kept on one processor, the engine takes {statistics.median(free):.2f} of the time"
    )


@click.command()
@click.option("--rounds", default=31, show_default=True, help="Runs of each, in turns.")
@click.option("--processes", multiple=True, type=int, default=PROCESSES, show_default=True)
@click.option("--operations", multiple=True, type=int, default=OPERATIONS, show_default=True)
def main(rounds: int, processes: tuple[int, ...], operations: tuple[int, ...]) -> None:
    """Print engine time per schedule against a bare fork with the same number of messages."""
    show(table(processes, operations, rounds))


if __name__ == "__main__":
    main()

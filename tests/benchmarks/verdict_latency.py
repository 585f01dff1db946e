"""From the last step to the report: ``python -m tests.benchmarks.verdict_latency``."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from unittest import mock

import click

from grader.diagnosis import diagnose
from grader.kernel.controller import Controller
from grader.kernel.run import Run
from grader.model.program import Program
from grader.settings import Settings
from tests.benchmarks import programs

PROGRAMS = MappingProxyType(
    {
        "one lock, taken twice": """
from multiprocessing import Lock
def main():
    lock = Lock()
    lock.acquire()
    lock.acquire()
""",
        "two locks, in a circle": """
from multiprocessing import Lock, Process, Barrier
def work(mine, other, both):
    with mine:
        both.wait()
        with other:
            pass
def main():
    a, b, both = Lock(), Lock(), Barrier(2)
    workers = [Process(target=work, args=pair) for pair in ((a, b, both), (b, a, both))]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
""",
        "a queue without an end mark": """
from multiprocessing import Process, Queue
def work(queue):
    while True:
        queue.get()
def main():
    queue = Queue()
    workers = [Process(target=work, args=(queue,)) for _ in range(4)]
    for worker in workers:
        worker.start()
    for item in range(8):
        queue.put(item)
    for worker in workers:
        worker.join()
""",
        "a pipe's end left open": """
from multiprocessing import Pipe, Process
def work(end):
    while True:
        end.recv()
def main():
    mine, theirs = Pipe()
    worker = Process(target=work, args=(theirs,))
    worker.start()
    mine.send(1)
    mine.close()
    worker.join()
""",
    }
)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; medians, milliseconds after the end of the last step."""

    name: str
    tasks: int
    known: float  # the kernel knows, and has asked the system who holds which pipe
    told: float  # the finding with its cause and story is there
    over: float  # everything of the run is gone, and the trace is returned


@contextmanager
def last_step(times: list[float]) -> Iterator[None]:
    """Note when steps end, and when a run's trace is complete."""
    step, execute = Run._step, Run.execute

    def timed_step(self: Run, options: Any) -> None:
        step(self, options)
        times[0] = time.perf_counter()

    def timed_execute(self: Run) -> Any:
        trace = execute(self)
        times[1] = time.perf_counter()
        return trace

    with mock.patch.multiple(Run, _step=timed_step, execute=timed_execute):
        yield


def measure(name: str, runs: int) -> Row:
    """Run the program so often and report on each deadlock."""
    known, told, over = [], [], []
    times = [0.0, 0.0]
    with Controller(Program("p.py", PROGRAMS[name]), Settings()) as controller, last_step(times):
        for _ in range(runs):
            trace = controller.run(programs.first)
            returned = time.perf_counter()
            assert trace.status == "deadlock", trace.status
            finding = diagnose(trace, replay="", schedule=1)
            done = time.perf_counter()
            assert finding is not None
            known.append(times[1] - times[0])
            told.append(times[1] - times[0] + done - returned)
            over.append(returned - times[0])
    medians = [statistics.median(values) * 1000 for values in (known, told, over)]
    return Row(name, len(trace.tasks), *medians)


@click.command()
@click.option("--runs", default=30, show_default=True, help="Runs of each program.")
def main(runs: int) -> None:
    """Print how long after its last step a deadlock is known, told, and cleared away."""
    click.echo("tasks  known ms  told ms  cleared ms  program")
    for name in PROGRAMS:
        row = measure(name, runs)
        click.echo(
            f"{row.tasks:5}  {row.known:8.2f}  {row.told:7.2f}  {row.over:10.2f}  {row.name}"
        )


if __name__ == "__main__":
    main()

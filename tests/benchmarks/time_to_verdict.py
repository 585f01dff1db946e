"""The engine against a time-out, on the course's own deadlocks.

``python -m tests.benchmarks.time_to_verdict``
"""

from __future__ import annotations

import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import click

from grader.checks.load import load_checks
from grader.course.course import load_course
from grader.diagnosis import diagnose
from grader.judging.examiner import program_of, settings_of
from grader.kernel.controller import Controller
from grader.model.program import Program
from grader.model.source import SourceText
from grader.search.explore import explore
from grader.settings import Settings
from tests.engine.engine import is_deadlock

EXERCISES = Path(__file__).parents[2] / "exercises"

DEADLOCKS = (
    "lock-cycle",
    "self-lock",
    "lock-never-released",
    "no-more-producers",
    "no-more-consumers",
    "task-done-missing",
    "join-before-drain",
    "pipe-end-left-open",
    "event-never-set",
    "semaphore-exhausted",
    "condition-never-notified",
    "child-never-ends",
)
"""Of barrier-short the course has none; nor of pool-not-closed, since CPython raises an exception
where a pool is joined open.
"""

PLAIN = "import scenario_, {module} as student\nscenario_.{function}(student, *{arguments!r})\n"


@dataclass(frozen=True, slots=True)
class Subject:
    """A wrong solution that its first line says to deadlock, and what its check runs of it."""

    name: str  # "03_lock: release_is_skipped.py"
    cause: str
    program: Program
    settings: Settings


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    subject: Subject
    seconds: float  # from nothing to the finding: sandbox, search, replay, diagnosis
    schedules: int  # runs until the deadlock; 0: none was found
    cause: str  # what the finding says
    plain: float  # seconds until the program, run as a learner runs it, ended or was killed
    killed: bool


def subjects(every: bool) -> Iterator[Subject]:
    """Yield the deadlocks among the wrong solutions: all, or the first with each cause."""
    seen: set[str] = set()
    for exercise in load_course(EXERCISES).exercises:
        checks = load_checks(exercise.checks)
        assert exercise.solutions is not None, "the solutions are beside the exercises"
        for path in sorted(exercise.solutions.glob("wrong/*/*.py")):
            text = path.read_text()
            found = re.match(r"# cause: ([\w-]+)", text)
            cause = found[1] if found else ""
            if cause not in DEADLOCKS or (cause in seen and not every):
                continue
            seen.add(cause)
            check = checks.check(path.parent.name)
            program = program_of(checks, check, SourceText(exercise.file, text))
            name = f"{exercise.name}: {path.name}"
            yield Subject(name, cause, program, settings_of(check.scenario, Settings()))


def judge(subject: Subject) -> tuple[float, int, str]:
    """Return the seconds to the finding, the schedules that it took, and its cause."""
    begin = time.perf_counter()
    with Controller(subject.program, subject.settings) as controller:
        exploration = explore(
            controller, program=subject.name, settings=subject.settings, rejects=is_deadlock
        )
        failure = exploration.failure
        if failure is None:
            return time.perf_counter() - begin, 0, "not found"
        finding = diagnose(failure.trace, replay=failure.replay, schedule=failure.number)
    cause = finding.cause if finding is not None else "not found"
    return time.perf_counter() - begin, failure.number, cause


def run_plainly(program: Program, limit: float) -> tuple[float, bool]:
    """Run a program without control; return its seconds, and whether it was killed after them."""
    module = program.name.removesuffix(".py")
    with tempfile.TemporaryDirectory() as folder:
        for name, text in (module, program.source), ("scenario_", program.scenario):
            Path(folder, f"{name}.py").write_text(text or "")
        names = {"module": module, "function": program.function, "arguments": program.arguments}
        begin = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-c", PLAIN.format(**names)],
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            process.wait(limit)
        except subprocess.TimeoutExpired:
            return time.perf_counter() - begin, True
        finally:
            seconds = time.perf_counter() - begin
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    return seconds, False


def measure(chosen: Sequence[Subject], limit: float) -> Iterator[Row]:
    """Judge each, and run it plainly beside."""
    for subject in chosen:
        seconds, schedules, cause = judge(subject)
        plain, killed = run_plainly(subject.program, limit)
        yield Row(subject, seconds, schedules, cause, plain, killed)


def show(rows: Iterator[Row], limit: float) -> None:
    """Print the rows as they come, and what they say together."""
    click.echo(f"engine s  schedules  {'plainly':13}  {'cause found':20}  solution")
    seen = []
    for row in rows:
        seen.append(row)
        plain = f"killed {row.plain:.0f} s" if row.killed else f"ran {row.plain:.1f} s"
        click.echo(
            f"{row.seconds:8.2f}  {row.schedules:9}  {plain:13}  {row.cause:20}  {row.subject.name}"
        )
    found = [row for row in seen if row.schedules]
    killed = [row for row in seen if row.killed]
    middle = statistics.median(row.seconds for row in found)
    click.echo(
        f"engine: {len(found)} of {len(seen)} found, {middle:.2f} s in the median, "
        f"{max(row.seconds for row in found):.2f} s at most; plainly: {len(killed)} of {len(seen)} "
        f"hung and were killed after {limit:g} s, {limit / middle:.0f} times the engine's median"
    )


@click.command()
@click.option("--every", is_flag=True, help="Every deadlock, not only the first with each cause.")
@click.option("--most", default=1000, help="So many at most.")
@click.option("--limit", default=10.0, show_default=True, help="Seconds until a plain run's kill.")
def main(every: bool, most: int, limit: float) -> None:
    """Print how long the engine takes to a deadlock's finding, and a time-out to its own."""
    show(measure(list(subjects(every))[:most], limit), limit)


if __name__ == "__main__":
    main()

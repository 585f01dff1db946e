"""The zoo as people test it now, many times under a time-out, and beside it by the engine.

``python -m tests.power.plain``
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from fnmatch import fnmatch
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import click

from grader.checks.declare import Check
from grader.checks.load import CheckFile, load_checks
from grader.checks.run import Run
from grader.commands.verify import Proof, Subject, prove, subjects
from grader.course.course import Exercise, load_course
from grader.diagnosis import is_faulty
from grader.judging.allowed import without_allowed
from grader.judging.examiner import program_of
from grader.model.program import Program
from grader.model.source import SourceText
from grader.model.trace import Failure, Status, TaskRecord, Trace
from grader.settings import Settings

EXERCISES = Path(__file__).parents[2] / "exercises"

MAIN = """\
import json
import scenario_
import {module} as student
try:
    ended = {{"value": scenario_.{function}(student)}}
except Exception as error:
    ended = {{"failure": [type(error).__name__, str(error)]}}
with open({out!r}, "w") as file:
    json.dump(ended, file)
"""

LONGEST = 60.0
"""Seconds that the reference solution may take for a check, to be run plainly at all."""

Tries = Mapping[str, "Tried"]  # by a check's name

NOBODY = TaskRecord(0, "main", "process", 0, None, False, False, None, "ended", exit_code=0)


@dataclass(frozen=True, slots=True)
class Tried:
    """What the reference solution shows of a check when it is run plainly."""

    limit: float  # seconds that a run of this check may take
    by_value: bool  # what a plain run brings is enough to judge it


@dataclass(frozen=True, slots=True)
class Plain:
    """What plain runs have seen of one solution."""

    seen: str  # how the first run ended that was not as it should be, or nothing
    seconds: float


@dataclass(frozen=True, slots=True)
class Row:
    """One solution: what was seen of it in each way."""

    name: str
    wrong: bool  # it has a mistake
    plain: Plain
    proof: Proof

    @property
    def engine(self) -> bool:
        """Say whether the grader did not accept it."""
        return " failed" in self.proof.seen if self.wrong else not self.proof.ok

    @property
    def named(self) -> bool:
        """Say whether the grader told the cause that its first line names."""
        return self.wrong and self.proof.ok


def run_plainly(program: Program, limit: float) -> Trace:
    """Run a scenario once as Python runs it.

    All that is known of it is how it ended, and after how many whole seconds.
    """
    module = program.name.removesuffix(".py")
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "ended_.json")
        for name, text in (module, program.source), ("scenario_", program.scenario):
            Path(folder, f"{name}.py").write_text(text or "")
        for name, data in program.files.items():
            Path(folder, name).parent.mkdir(parents=True, exist_ok=True)
            Path(folder, name).write_bytes(data)
        main = MAIN.format(module=module, function=program.function, out=str(out))
        began = time.monotonic()
        process = subprocess.Popen(
            [sys.executable, "-c", main],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            process.wait(limit)
        except subprocess.TimeoutExpired:
            return _ended("deadlock", limit)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        seconds = time.monotonic() - began
        if process.returncode or not out.exists():
            return _ended("crashed", seconds, failure=Failure("Exception", ""))
        ended = json.loads(out.read_text())
    if "failure" in ended:
        return _ended("raised", seconds, failure=Failure(*ended["failure"]))
    return _ended("returned", seconds, ended["value"])


def _ended(
    status: Status, seconds: float, value: object = None, failure: Failure | None = None
) -> Trace:
    whole = float(int(seconds))
    return Trace(status, value, failure, (), (NOBODY,), time=whole)  # type: ignore[arg-type]  # JSON


def fault(check: Check, trace: Trace, by_value: bool) -> str:
    """Say how a plain run is not as it should be, or return nothing.

    Where values alone don't tell, a crash and a hang are all that can be seen. Since a start takes
    its time, a second more than a judgement allows is forgiven.
    """
    trace = without_allowed(check.scenario, trace)
    if is_faulty(trace):
        return trace.status
    if by_value and not any(
        _is_right(check, replace(trace, time=trace.time - forgiven)) for forgiven in (0, 1)
    ):
        return "a wrong value"
    return ""


def _is_right(check: Check, trace: Trace) -> bool:
    try:
        check.judgement(Run(trace))
    except AssertionError:
        return False
    return True


def tried(checks: CheckFile, check: Check, exercise: Exercise, limit: float) -> Tried | None:
    """Try a check on the reference solution, as who writes a test would; None: no end in sight."""
    assert exercise.solutions is not None, "the solutions are beside the exercises"
    source = SourceText(exercise.file, (exercise.solutions / exercise.file).read_text())
    trace = run_plainly(program_of(checks, check, source), LONGEST)
    if fault(check, trace, by_value=False):
        return None
    return Tried(limit + trace.time, not fault(check, trace, by_value=True))


def aim(subject: Subject) -> str | None:
    """Return the check that a wrong solution is to fail."""
    return subject.path.parent.name if subject.kind == "wrong" else None


def see_plainly(
    subject: Subject, exercise: Exercise, checks: CheckFile, tries: Tries, runs: int
) -> Plain:
    """Run a solution until a run is not as it should be, or so often."""
    source = SourceText(exercise.file, subject.path.read_text())
    began = time.perf_counter()
    for _ in range(runs):
        for check in checks.checks:
            if check.name not in tries or aim(subject) not in (None, check.name):
                continue
            reference = tries[check.name]
            trace = run_plainly(program_of(checks, check, source), reference.limit)
            seen = fault(check, trace, reference.by_value)
            if seen:
                return Plain(f"{check.name}: {seen}", time.perf_counter() - began)
    return Plain("", time.perf_counter() - began)


def see_exercise(
    pool: ThreadPoolExecutor, todo: list[Subject], exercise: Exercise, runs: int, limit: float
) -> Iterator[tuple[Subject, Future[Plain]]]:
    """Yield the solutions of an exercise, each with the plain runs that are under way.

    Left out is what is wrong by a check that takes too long for a plain run.
    """
    checks = load_checks(exercise.checks)
    trying = {c.name: pool.submit(tried, checks, c, exercise, limit) for c in checks.checks}
    tries = {name: result for name, f in trying.items() if (result := f.result()) is not None}
    for subject in todo:
        if aim(subject) in (None, *tries):
            yield subject, pool.submit(see_plainly, subject, exercise, checks, tries, runs)


def compare(todo: list[Subject], runs: int, limit: float, at_once: int, jobs: int) -> Iterator[Row]:
    """Yield what each way has seen of each solution: all plain runs come first."""
    exercises = {s.exercise.name: s.exercise for s in todo if s.exercise is not None}
    plain: dict[Subject, Future[Plain]] = {}
    with ThreadPoolExecutor(at_once) as pool:
        for exercise in exercises.values():
            mine = [subject for subject in todo if subject.exercise == exercise]
            plain.update(see_exercise(pool, mine, exercise, runs, limit))
    # Spawned, since the engine forks from processes without threads only.
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as processes:
        proofs = processes.map(partial(prove, settings=Settings()), plain)
        for (subject, seen), proof in zip(plain.items(), proofs, strict=True):
            yield Row(subject.name, subject.kind == "wrong", seen.result(), proof)


def chosen(only: str) -> Iterator[Subject]:
    """Yield the solutions of the course that the pattern names."""
    for subject in subjects(load_course(EXERCISES)):
        if subject.kind in ("reference", "right", "wrong") and fnmatch(subject.name, only):
            yield subject


def table(rows: list[Row], runs: int) -> Iterator[str]:
    """Yield the summary, in Markdown."""
    wrong = [row for row in rows if row.wrong]
    right = [row for row in rows if not row.wrong]
    yield f"| | plainly, up to {runs} times | under control |"
    yield "|---|---|---|"
    for what, plain, engine in (
        (
            f"mistakes seen, of {len(wrong)}",
            sum(bool(row.plain.seen) for row in wrong),
            sum(row.engine for row in wrong),
        ),
        ("mistakes whose cause is named", 0, sum(row.named for row in wrong)),
        (
            f"false alarms on {len(right)} right solutions",
            sum(bool(row.plain.seen) for row in right),
            sum(row.engine for row in right),
        ),
        (
            "seconds in all",
            round(sum(row.plain.seconds for row in rows)),
            round(sum(row.proof.seconds for row in rows)),
        ),
    ):
        yield f"| {what} | {plain} | {engine} |"


@click.command()
@click.option("--only", default="*", help="Pattern of the solutions' names.")
@click.option("--runs", default=20, show_default=True, help="Plain runs, until a mistake is seen.")
@click.option("--limit", default=10.0, show_default=True, help="Seconds beyond the reference's.")
@click.option("--at-once", default=4, show_default=True, help="Plain runs: they sleep mostly.")
@click.option("--jobs", default=2, show_default=True, help="Explorations at a time.")
def main(only: str, runs: int, limit: float, at_once: int, jobs: int) -> None:
    """Print what each way has seen of all solutions, and each false alarm and missed mistake."""
    rows: list[Row] = []
    todo = list(chosen(only))
    for row in compare(todo, runs, limit, at_once, jobs):
        rows.append(row)
        if row.plain.seen and not row.wrong:
            click.echo(f"a false alarm, plainly: {row.name}: {row.plain.seen}")
        if row.engine != row.wrong:
            click.echo(f"{'missed' if row.wrong else 'a false alarm'}: {row.name}")
    left_out = len(todo) - len(rows)
    click.echo(f"left out, since a plain run takes longer than {LONGEST:.0f} s: {left_out}")
    click.echo("\n".join(table(rows, runs)))


if __name__ == "__main__":
    main()

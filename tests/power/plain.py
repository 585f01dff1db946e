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
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from fnmatch import fnmatch
from multiprocessing import get_context
from pathlib import Path

import click

from grader.checks.declare import Check
from grader.checks.examine import Unsure, judge, program_of
from grader.checks.load import load_checks
from grader.course import Exercise, load_course
from grader.kernel.program import Program
from grader.kernel.trace import Failure, Status, TaskRecord, Trace
from grader.report.model import SourceText
from grader.settings import Settings
from grader.verify import Subject, prove, subjects

EXERCISES = Path(__file__).parents[2] / "exercises"

MAIN = """\
import json
import scenario_
import {module} as student
value = scenario_.{function}(student)
with open({out!r}, "w") as file:
    json.dump(value, file)
"""

NOBODY = TaskRecord(0, "main", "process", 0, None, False, False, None, "ended", exit_code=0)

Names = frozenset[str]


@dataclass(frozen=True, slots=True)
class Row:
    """One solution: what was seen of it in each way."""

    name: str
    wrong: bool  # it has a mistake
    runs: int  # plain ones, until the mistake was seen
    plain: bool  # a plain run ended otherwise than it should
    plain_seconds: float
    engine: bool  # the grader did not accept it
    named: bool  # and told the cause that its first line names
    engine_seconds: float


def run_plainly(program: Program, limit: float) -> Trace:
    """Run a scenario once as Python runs it; all that is known of it is how it ended."""
    module = program.name.removesuffix(".py")
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "value_.json")
        for name, text in (module, program.source), ("scenario_", program.scenario):
            Path(folder, f"{name}.py").write_text(text or "")
        for name, data in program.files.items():
            Path(folder, name).parent.mkdir(parents=True, exist_ok=True)
            Path(folder, name).write_bytes(data)
        main = MAIN.format(module=module, function=program.function, out=str(out))
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
            return _ended("deadlock")
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        if process.returncode or not out.exists():
            return _ended("raised", failure=Failure("Exception", ""))
        return _ended("returned", json.loads(out.read_text()))


def _ended(status: Status, value: object = None, failure: Failure | None = None) -> Trace:
    return Trace(status, value, failure, (), (NOBODY,))  # type: ignore[arg-type]  # JSON


def is_wrong(check: Check, trace: Trace) -> bool:
    """Say what the check says of a plain run."""
    try:
        return judge(check, trace) is not None
    except Unsure:
        return False


def told_by_values(exercise: Exercise, limit: float) -> Names:
    """Return the checks that a plain run can pass: their judgement asks for nothing else."""
    assert exercise.solutions is not None, "the solutions are beside the exercises"
    checks = load_checks(exercise.checks)
    source = SourceText(exercise.file, (exercise.solutions / exercise.file).read_text())
    return frozenset(
        check.name
        for check in checks.checks
        if not is_wrong(check, run_plainly(program_of(checks, check, source), limit))
    )


def is_seen_plainly(
    subject: Subject, told: Names, runs: int, limit: float
) -> tuple[bool, int, float]:
    """Return whether any run was not as it should be, how many were made, and their seconds.

    Of a check whose judgement needs more than a value, only a crash or a hang can be seen.
    """
    exercise = subject.exercise
    assert exercise is not None, "a solution is one of an exercise"
    checks = load_checks(exercise.checks)
    source = SourceText(exercise.file, subject.path.read_text())
    chosen = [
        check
        for check in checks.checks
        if subject.kind != "wrong" or check.name == subject.path.parent.name
    ]
    began = time.perf_counter()
    for number in range(1, runs + 1):
        for check in chosen:
            trace = run_plainly(program_of(checks, check, source), limit)
            if trace.status == "returned" and check.name not in told:
                continue
            if is_wrong(check, trace):
                return True, number, time.perf_counter() - began
    return False, runs, time.perf_counter() - began


def compare(subject: Subject, told: Names, runs: int, limit: float) -> Row:
    """Try one solution both ways."""
    plain, made, seconds = is_seen_plainly(subject, told, runs, limit)
    proof = prove(subject, Settings())
    wrong = subject.kind == "wrong"
    failed = " failed" in proof.seen if wrong else not proof.ok
    named = wrong and proof.ok
    return Row(subject.name, wrong, made, plain, seconds, failed, named, proof.seconds)


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
            sum(row.plain for row in wrong),
            sum(row.engine for row in wrong),
        ),
        ("mistakes whose cause is named", 0, sum(row.named for row in wrong)),
        (
            f"false alarms on {len(right)} right solutions",
            sum(row.plain for row in right),
            sum(row.engine for row in right),
        ),
        (
            "seconds in all",
            round(sum(row.plain_seconds for row in rows)),
            round(sum(row.engine_seconds for row in rows)),
        ),
    ):
        yield f"| {what} | {plain} | {engine} |"


@click.command()
@click.option("--only", default="*", help="Pattern of the solutions' names.")
@click.option("--runs", default=20, show_default=True, help="Plain runs, until a mistake is seen.")
@click.option("--limit", default=10.0, show_default=True, help="Seconds of a plain run.")
@click.option("--jobs", default=2, show_default=True, help="Solutions at a time.")
def main(only: str, runs: int, limit: float, jobs: int) -> None:
    """Print what each way has seen of all solutions, and what neither has."""
    rows: list[Row] = []
    # Spawned, since the engine forks from processes without threads only.
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        todo = list(chosen(only))
        exercises = {s.exercise.name: s.exercise for s in todo if s.exercise is not None}
        told: Mapping[str, Names] = dict(
            zip(
                exercises,
                pool.map(told_by_values, exercises.values(), [limit] * len(exercises)),
                strict=True,
            )
        )
        futures = [
            pool.submit(compare, s, told[s.exercise.name], runs, limit) for s in todo if s.exercise
        ]
        for future in futures:
            row = future.result()
            rows.append(row)
            if row.plain and not row.wrong:
                click.echo(f"a false alarm, plainly: {row.name}")
            if row.engine != row.wrong:
                click.echo(f"{'missed' if row.wrong else 'a false alarm'}: {row.name}")
    click.echo("\n".join(table(rows, runs)))


if __name__ == "__main__":
    main()

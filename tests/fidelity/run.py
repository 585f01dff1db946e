"""Every test of CPython's own, plainly and under control: ``python -m tests.fidelity.run``."""

from __future__ import annotations

import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from fnmatch import fnmatch
from multiprocessing import get_context

import click

from tests.engine.engine import VERSIONS, interpreter
from tests.fidelity.cpython import METHODS, MULTIPROCESSING, SUITES, Ended, NoTests, Suite
from tests.fidelity.exceptions import reason


@dataclass(frozen=True, slots=True)
class Row:
    """One test: how it ended plainly, and under each schedule."""

    name: str
    plain: Ended
    controlled: tuple[Ended, ...]

    @property
    def verdict(self) -> str:
        """same: what passes plainly passes under control; else what is to be said of it."""
        if self.plain.how != "passed":
            return f"plainly {self.plain.how}"
        if all(ended.how == "passed" for ended in self.controlled):
            return "same"
        return "excepted" if reason(self.name) else "DIFFERENT"


def examine(suite: Suite, name: str, schedules: int) -> Row:
    """Run one test both ways."""
    plain = suite.plainly(name)
    if plain.how != "passed":
        return Row(name, plain, ())
    try:
        return Row(name, plain, tuple(suite.controlled(name, schedules)))
    except Exception as error:  # the engine's own fault is what is looked for here
        return Row(name, plain, (Ended(type(error).__name__, str(error)),))


@click.command()
@click.option("--python", "versions", multiple=True, default=VERSIONS, show_default=True)
@click.option(
    "--method",
    "methods",
    type=click.Choice(METHODS),
    multiple=True,
    default=METHODS,
    show_default=True,
)
@click.option(
    "--suite", "suites", type=click.Choice(SUITES), multiple=True, default=SUITES, show_default=True
)
@click.option("--only", default="*", help="Pattern of the tests' names.")
@click.option("--schedules", default=3, show_default=True, help="For each test.")
@click.option("--jobs", default=2, show_default=True, help="Tests at a time.")
def main(
    versions: tuple[str, ...],
    methods: tuple[str, ...],
    suites: tuple[str, ...],
    only: str,
    schedules: int,
    jobs: int,
) -> None:
    """Compare; exit 1 if a test passes plainly, not under control, and is no exception."""
    different = False
    for version in versions:
        python = interpreter(version)
        if python is None:
            click.echo(f"{version}: not on this machine")
            continue
        for module in suites:
            for method in methods if module == MULTIPROCESSING else ("fork",):
                suite = Suite(module, method, python)
                different |= compare(f"{version} {module} {method}", suite, only, schedules, jobs)
    sys.exit(int(different))


def compare(title: str, suite: Suite, only: str, schedules: int, jobs: int) -> bool:
    """Run one suite and print what is not the same; return whether anything is different."""
    try:
        names = [name for name in suite.names() if fnmatch(name, only)]
    except NoTests as error:
        click.echo(f"{title}: no tests ({error})")
        return False
    counts: Counter[str] = Counter()
    # Spawned, since the engine forks from processes without threads only.
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        futures = [pool.submit(examine, suite, name, schedules) for name in names]
        for future in as_completed(futures):
            row = future.result()
            counts[row.verdict] += 1
            if row.verdict in ("DIFFERENT", "excepted"):
                bad = next(ended for ended in row.controlled if ended.how != "passed")
                why = reason(row.name) or bad.said[-300:].replace("\n", " | ")
                click.echo(f"  {row.verdict} {row.name}: {bad.how}: {why}")
    click.echo(f"{title}: {len(names)} tests: " + ", ".join(f"{n} {v}" for v, n in counts.items()))
    return bool(counts["DIFFERENT"])


if __name__ == "__main__":
    main()

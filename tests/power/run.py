"""How many schedules each strategy needs to the first failure: ``python -m tests.power.run``."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from fnmatch import fnmatch
from multiprocessing import get_context
from pathlib import Path

import click

from grader.diagnosis import is_faulty
from grader.kernel.controller import Controller
from grader.model.program import Program
from grader.search.portfolio import STRATEGIES, Search
from grader.settings import Settings
from tests.power.published import NEVER, PUBLISHED, Published

PROGRAMS = Path(__file__).parent / "programs"

SLOW = ("twostage_100",)
"""Of a hundred processes: left out unless it is asked for."""

WITHOUT_CHANCE = ("bounded",)


def names(only: str = "*", *, slow: bool = False) -> list[str]:
    """Return the programs' names, in order."""
    found = sorted(path.stem for path in PROGRAMS.glob("*.py"))
    return [name for name in found if fnmatch(name, only) and (slow or name not in SLOW)]


def program(name: str) -> Program:
    """Return the program of that name."""
    return Program(f"{name}.py", (PROGRAMS / f"{name}.py").read_text())


def first_failure(program: Program, strategy: str, seed: int, limit: int) -> float:
    """Return the number of the first schedule that fails, from 1; NEVER: none up to ``limit``."""
    search = Search(strategy, budget=limit, seed=seed)
    made = 0
    with Controller(program, Settings(processes=128)) as machine:
        while (plan := search.begin()) is not None:
            trace = machine.run(search.pick, clock=plan.clock, switch_at=plan.switch_at)
            search.end(trace)
            made += 1
            if is_faulty(trace):
                return made
    return NEVER


def needed(name: str, strategy: str, seeds: int, limit: int) -> list[float]:
    """Return the first failures with seeds 0, 1, ...; one alone where chance has no part."""
    tried = range(1 if strategy in WITHOUT_CHANCE else seeds)
    return [first_failure(program(name), strategy, seed, limit) for seed in tried]


def told(found: Sequence[float], limit: int) -> str:
    """Return such as "4", "7 (3-41)" or "> 300 (18/20)": median, range, how many failed to find."""
    median = statistics.median_high(found)
    missed = sum(n == NEVER for n in found)
    text = f">{limit}" if median == NEVER else f"{median:.0f}"
    if missed:
        return f"{text} ({missed}/{len(found)} missed)"
    return text if len(set(found)) == 1 else f"{text} ({min(found):.0f}-{max(found):.0f})"


def published(figures: Published | None) -> Iterator[str]:
    """Yield the cells of the published figures."""
    for figure in (
        (figures.random, figures.pct3, figures.pos, figures.surw) if figures else [None] * 4
    ):
        yield "" if figure is None else "never" if figure == NEVER else f"{figure:.0f}"


@click.command()
@click.option("--only", default="*", help="Pattern of the programs' names.")
@click.option("--strategy", "strategies", multiple=True, default=STRATEGIES, show_default=True)
@click.option("--seeds", default=20, show_default=True, help="Searches of each program.")
@click.option("--limit", default=300, show_default=True, help="Schedules of one search.")
@click.option("--slow", is_flag=True, help="The program of a hundred processes too.")
@click.option("--jobs", default=2, show_default=True, help="Searches at a time.")
def main(
    only: str, strategies: tuple[str, ...], seeds: int, limit: int, slow: bool, jobs: int
) -> None:
    """Print a table in Markdown: the median schedules to the first failure (and the range)."""
    columns = ("program", *strategies, "random", "PCT-3", "POS", "SURW")
    click.echo(f"| {' | '.join(columns)} |\n|{'---|' * len(columns)}")
    # Spawned, since the engine forks from processes without threads only.
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        rows = {
            name: [pool.submit(needed, name, each, seeds, limit) for each in strategies]
            for name in names(only, slow=slow)
        }
        for name, cells in rows.items():
            ours = [told(cell.result(), limit) for cell in cells]
            click.echo(f"| {' | '.join([name, *ours, *published(PUBLISHED.get(name))])} |")


if __name__ == "__main__":
    main()

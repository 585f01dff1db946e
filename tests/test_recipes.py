"""The recipes of CONTRIBUTING.md for a cause and a strategy, walked in a copy of the project.

Each test makes and changes the files that its recipe names and no others, and runs what the recipe
says to run, of it what concerns the new thing. (That of an exercise: tests/commands/test_new.py.)
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[1]
COPIED = ("grader", "tests", "exercises", "pyproject.toml", "README.md", "CONTRIBUTING.md")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of what the recipes speak of."""
    for name in COPIED:
        there = ROOT / name
        if there.is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(there, tmp_path / name, ignore=ignored)
        else:
            shutil.copy(there, tmp_path / name)
    return tmp_path


def recipe(heading: str) -> str:
    """Return what CONTRIBUTING.md says of one thing."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    return text.partition(f"\n### {heading}\n")[2].partition("\n### ")[0]


def insert(path: Path, before: str, text: str) -> None:
    """Write a text before a place in a file that is there just once."""
    old = path.read_text("utf-8")
    assert old.count(before) == 1, (path, before)
    path.write_text(old.replace(before, text + before), "utf-8")


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def python(project: Path, *arguments: str) -> tuple[int, str]:
    """Run a module of the copy; return its exit code and all that it says."""
    environment = {**os.environ, "PYTHONPATH": str(project), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def ran(project: Path, *arguments: str) -> tuple[int, str]:
    """Run tests of the copy; return the exit code, and the last line without its seconds."""
    options = ("-q", "-p", "no:cacheprovider", "-p", "no:xdist")
    code, said = python(project, "pytest", *options, *arguments)
    print(said)  # shown where something fails
    return code, re.sub(r" in [\d.]+s.*", "", said.strip().splitlines()[-1])


CAUSE_ROW = """\
    Row(
        "divided-by-zero",
        "other",
        "What is the divisor when nothing is there?",
        "a number is divided by zero",
    ),
"""
DETECTOR = '''\
def _divided(scene: Scene) -> Reading | None:
    """Find a division by zero in the caller."""
    failure = scene.trace.failure
    if failure is None or failure.type != "ZeroDivisionError":
        return None
    why = f"The divisor was 0{scene.at(failed_place(failure))}."
    return Reading("divided-by-zero", why, "A number was divided by zero.")


'''
PROGRAM = """\
# tasks: main 4
def main():
    guests = []
    return 12 / len(guests)
"""
STORY = """\
A number was divided by zero.
  The divisor was 0 at line 4.
  What is the divisor when nothing is there?
"""
NEAR = """\
# expect: 0
def main():
    guests = []
    return 12 / len(guests) if guests else 0
"""


def test_a_cause(project: Path) -> None:
    said = recipe("A cause")
    for named in (
        "grader/model/causes.py",
        "grader/diagnosis/detectors/",
        "tests/diagnosis/programs/CAUSE/",
        "tests/diagnosis/programs/right/",
        "exercises/README.md",
        "python -m pytest tests/diagnosis tests/model tests/exercises/test_author_page.py",
    ):
        assert named in said

    causes = project / "grader/model/causes.py"
    insert(causes, '    "exception",\n    "wrong-value",\n', '    "divided-by-zero",\n')
    insert(causes, '    Row(\n        "exception",\n', CAUSE_ROW)
    insert(project / "exercises/README.md", "`exception`, `wrong-value`", "`divided-by-zero`, ")
    detectors = project / "grader/diagnosis/detectors/crashes.py"
    insert(detectors, "def _left_alone(", DETECTOR)
    insert(
        detectors,
        '    if trace.status == "raised" and trace.failure is not None:\n        return _left',
        "    if (divided := _divided(scene)) is not None:\n        return divided\n",
    )
    programs = project / "tests/diagnosis/programs"
    concerned = (
        *("tests/model/test_causes.py", "tests/exercises/test_author_page.py"),
        *("tests/test_architecture.py", "tests/diagnosis/test_real_programs.py"),
        *("-k", "not test_real_programs or divided or near or every_cause"),
    )
    code, last = ran(project, *concerned)
    assert (code, last.partition(" failed")[0]) == (1, "1"), "for want of a program and a story"

    write(programs / "divided-by-zero/shares.py", PROGRAM)
    write(programs / "divided-by-zero/shares.txt", STORY)
    write(programs / "right/near_shares.py", NEAR)
    code, last = ran(project, *concerned)
    assert code == 0, last


STRATEGY = '''\
"""The last: of all that are ready, who has been so for the shortest time."""

from __future__ import annotations

from grader.model.trace import Option
from grader.search.strategies.sampling import Sampler


class Last(Sampler):
    """Picks whoever is ready and comes last in the default order."""

    name = "last"

    def choose(self, ready: list[Option]) -> int:
        """Return the last index."""
        return len(ready) - 1
'''
IMPORT = "from grader.search.strategies.last import Last\n"
COUNTS = '''\
"""Whoever is last: each decision goes to the other task, once the first run has shown them."""

from grader.search.strategies.last import Last
from tests.search import programs
from tests.search.running import run_all


def test_both_read_before_one_writes() -> None:
    runs = run_all(Last(), programs.two_increments, most=3)
    assert [(run.schedule, run.value) for run in runs] == [((), 2), ((1, 1, 1), 1), ((1, 1, 1), 1)]
'''


def test_a_strategy(project: Path) -> None:
    said = recipe("A strategy")
    for named in (
        "grader/search/strategies/",
        "grader/search/strategies/sampling.py",
        "grader/search/portfolio.py",
        "tests/search/toy.py",
        "tests/search/test_NAME.py",
        "tests/search/test_mix.py",
        "python -m tests.power.run --strategy NAME",
    ):
        assert named in said

    write(project / "grader/search/strategies/last.py", STRATEGY)
    portfolio = project / "grader/search/portfolio.py"
    insert(portfolio, "from grader.search.strategies.pct", IMPORT)
    insert(portfolio, '"pct", "random", "surw")', '"last", ')
    made = "Last(seed=self._seed, clock=clock, switch_at=self._switch_at, knowledge=self.knowledge)"
    insert(portfolio, '            "pct": [pct(2)', f'            "last": [{made}],\n')
    write(project / "tests/search/test_last.py", COUNTS)
    insert(project / "tests/search/test_mix.py", "pct, random, surw", "last, ")

    code, last = ran(project, "tests/search/test_last.py")
    assert (code, last) == (0, "1 passed")
    code, last = ran(project, "tests/search/test_mix.py", "tests/test_architecture.py")
    assert code == 0, last
    options = ("--only", "reorder_3*", "--seeds", "1", "--limit", "20")
    code, told = python(project, "tests.power.run", "--strategy", "last", *options)
    assert code == 0, told
    assert "| reorder_3 | >20 (1/1 missed) |" in told, "who is always last never comes in between"

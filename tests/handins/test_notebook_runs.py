"""Notebooks under the engine: the verdicts of programs, and places told by cell everywhere."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from grader import cli
from grader.checks.asked import asked_by
from grader.course.course import Exercise, load_course
from grader.course.handout_notebook import notebook_name
from grader.handins.submission import Submission, read_submission
from grader.judging.grading import grade_exercise
from grader.model.results import ExerciseReport
from grader.model.source import SourceText
from grader.settings import Settings
from tests.small_course import RACY, RIGHT, make_course

Run = Callable[..., int]

ROOT = Path(__file__).parents[2]
COURSE = load_course(ROOT / "exercises", ROOT / "solutions")

CHECKS = """\
from grader import Run, check, scenario


@scenario(schedules=8, start_method="fork")
def by_fork(student):
    return student.count()


@scenario(schedules=8, start_method="spawn")
def by_spawn(student):
    return student.count()


@scenario(schedules=8, start_method="forkserver")
def by_forkserver(student):
    return student.count()


@check(by_fork, points=1)
def test_fork(run: Run) -> None:
    "Both are counted after a fork."
    assert run.value == 2 and run.time < 1


@check(by_spawn, points=1)
def test_spawn(run: Run) -> None:
    "Both are counted in new interpreters."
    assert run.value == 2 and run.time < 1


@check(by_forkserver, points=1)
def test_forkserver(run: Run) -> None:
    "Both are counted by a fork server."
    assert run.value == 2 and run.time < 1
"""

# What a student leaves in cells of a notebook: none of it may change a verdict.
TRIES = (
    "%matplotlib inline\n!pip install rich\nimport numpy as np\nfrom IPython.display import HTML",
    "result = value = count()\nprint(result)\ndisplay(result)\nassert result == 2",
    "import time\nfor n in range(3):\n    count()\n    time.sleep(100)",
    "worker = Process(target=add, args=(Value('i', 0),))\nworker.start()\nworker.join()",
    "await count()\n?count\nget_ipython().system('ls')\n1 / 0",
    "count??",
    "while True: time.sleep(1)",
)


def write(path: Path, *cells: str) -> Path:
    v4 = nbformat.v4
    nodes = [node for cell in cells for node in (v4.new_markdown_cell("#"), v4.new_code_cell(cell))]
    path.write_text(nbformat.writes(v4.new_notebook(cells=nodes)))
    return path


@pytest.fixture
def exercise(tmp_path: Path) -> Exercise:
    exercises = make_course(tmp_path)
    (exercises / "01_count" / "checks.py").write_text(CHECKS)
    return load_course(exercises).exercises[0]


def graded(exercise: Exercise, path: Path) -> ExerciseReport:
    submission = read_submission(path, asked=asked_by(exercise))
    return grade_exercise(exercise, submission, Settings())


def verdicts(report: ExerciseReport) -> list[tuple[str, str]]:
    return [
        (check.verdict, check.finding.cause if check.finding else "") for check in report.checks
    ]


@pytest.mark.parametrize(
    ("source", "expected"),
    [(RIGHT, ("passed", "")), (RACY, ("failed", "lost-update"))],
    ids=["right", "racy"],
)
def test_what_is_tried_in_cells_changes_no_verdict_under_any_start_method(
    exercise: Exercise, tmp_path: Path, source: str, expected: tuple[str, str]
) -> None:
    cells = [cell for pair in zip(as_cells(source), TRIES, strict=False) for cell in pair]
    report = graded(exercise, write(tmp_path / "count.ipynb", *cells, *TRIES[len(cells) // 2 :]))
    assert verdicts(report) == [expected] * 3


def test_a_cell_that_needs_one_below_it_is_told_with_what_to_do(
    exercise: Exercise, tmp_path: Path
) -> None:
    cells = ("number = start()", "def count(): return number", "def start(): return 2")
    check = graded(exercise, write(tmp_path / "count.ipynb", *cells)).checks[0]
    assert check.finding is not None
    assert check.finding.cause == "import-error"
    assert check.message.splitlines()[:3] == [
        "The program failed with NameError: name 'start' is not defined",
        "  main  cell 1, line 1  in <module>",
        "  The file failed while it was imported, before anything ran. A notebook is graded from "
        "its first cell to its last, as if it were run for the first time: does it still work "
        "after 'Restart the kernel and run all cells'?",
    ]


def test_what_python_refuses_when_it_is_compiled_names_the_cell(
    exercise: Exercise, tmp_path: Path
) -> None:
    path = write(
        tmp_path / "count.ipynb", "def count(): pass", "def broken():\n    pass\n    nonlocal x"
    )
    check = graded(exercise, path).checks[0]
    assert "cell 2, line 3" in check.message
    assert "count.ipynb, line" not in check.message


# --- the zoo, as notebooks

BARE = re.compile(r"(?<!cell \d, )(?<!cell \d\d, )(?<!checks\.py )\bline \d+")
CELL = re.compile(r"(?:in |at )?cell (\d+), line (\d+)")
LINE = re.compile(r"(?:at )?(?<!checks\.py )\bline (\d+)")


def as_cells(source: str) -> list[str]:
    """Return a solution as a student would have it: the demo in a cell, without its guard."""
    cells = []
    for part in source.strip("\n").split("\n\n\n"):
        demo = part.startswith("if __name__") and ast.parse(part).body[0]
        cells.append("\n".join(map(ast.unparse, demo.body)) if isinstance(demo, ast.If) else part)
    return cells


def with_code(message: str, source: SourceText) -> str:
    """Return a message with the code of each place in place of its number."""
    rows = source.text.split("\n")

    def in_cell(found: re.Match[str]) -> str:
        cell = next(cell for cell in source.cells if cell.number == int(found[1]))
        return f"<{rows[cell.first + int(found[2]) - 2].strip()}>"

    def in_file(found: re.Match[str]) -> str:
        return f"<{rows[int(found[1]) - 1].strip()}>"

    told = CELL.sub(in_cell, message) if source.cells else LINE.sub(in_file, message)
    return " ".join(re.sub(r"checks\.py line \d+", "", told).replace(source.name, "FILE").split())


@pytest.mark.parametrize("exercise", COURSE.exercises, ids=lambda exercise: exercise.name)
def test_a_wrong_solution_in_a_notebook_gets_the_verdict_and_the_story_of_the_program(
    exercise: Exercise, tmp_path: Path
) -> None:
    assert exercise.solutions is not None
    path = sorted(exercise.solutions.glob("wrong/*/*.py"))[0]
    text = path.read_text()
    program = Submission(exercise.file, SourceText(exercise.file, text))
    file = write(tmp_path / notebook_name(exercise.file), *as_cells(text))
    book = read_submission(file, asked=asked_by(exercise))
    reports = [
        grade_exercise(exercise, one, Settings(), only=path.parent.name) for one in (program, book)
    ]
    assert verdicts(reports[0]) == verdicts(reports[1])
    one, other = (report.checks[0] for report in reports)
    assert BARE.findall(other.message) == []
    assert program.source is not None
    assert book.source is not None
    assert with_code(one.message, program.source) == with_code(other.message, book.source)


# --- every place where a line is told


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run commands in a folder with a course and a racy notebook: the race is in cell 2, line 2."""
    make_course(tmp_path)
    write(tmp_path / "count.ipynb", *as_cells(RACY), "print(count())")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("COLUMNS", "100")
    return lambda *arguments: cli.run([str(argument) for argument in arguments])


def test_stories_replays_pages_and_json_tell_the_cell(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("check", "count.ipynb", "--html", "page.html") == 1
    story = capsys.readouterr().out
    assert "cell 2, line 2" in story
    assert "  Code cells, counted from the top:\n    cell 2  def add(number):\n" in story
    assert BARE.findall(story) == []
    command = next(line.split() for line in story.splitlines() if "grader replay" in line)
    assert run(*command[1:], "--html", "replay.html") == 0
    replay = capsys.readouterr().out
    assert re.search(
        r"^ *\d+  cell 2, line 2  add-1 +number\.value; reads number = 0 *$", replay, re.M
    )
    assert BARE.findall(replay) == []
    assert run("explore", "count.ipynb:count", "--json", "--html", "explore.html") == 1
    finding = json.loads(capsys.readouterr().out)["finding"]
    assert "cell 2, line 2" in finding["message"]
    places = {(task["file"], task["cell"], task["line"]) for task in finding["tasks"]}
    assert places <= {("", None, None), *(("count.ipynb", 3, line) for line in range(1, 9))}
    for name in ("page.html", "replay.html", "explore.html"):
        page = (tmp_path / name).read_text()
        assert '<div class="cell">cell 2</div>' in page, name
        assert '<div class="cell">cell 4 (not run)</div>' in page, name
        assert '<tspan class="line-no">2:2</tspan>' in page, name
        shown = re.sub(r"<[^>]*>", "", page)
        assert BARE.findall(shown) == [], name

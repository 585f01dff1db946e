"""A check that can meet nothing but a TODO needs no run; in any doubt it is run."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from grader.checks.todo import todo_met
from grader.course import Exercise, load_course
from grader.diagnosis.layout import SourceCell
from grader.grading import grade_exercise
from grader.kernel.program import Program
from grader.report.model import SourceText
from grader.search.machine import Machine
from grader.settings import Settings
from grader.submission import read_submission

COURSE = load_course(Path(__file__).parents[2] / "exercises")

SKELETON = '''\
"""Tickets."""
from multiprocessing import Lock, Process, Value

PRICE = 3


def charge(card):
    """Given."""
    return card


def sell_all(tickets):
    """Sell."""
    stock = Value("i", tickets)
    # TODO 2: start the clerks.
    raise NotImplementedError("TODO 2: sell_all()")
    return stock.value


if __name__ == "__main__":
    print(sell_all(3))
'''

SCENARIO = "def sell(student):\n    return student.sell_all(3)\n"

TOLD = (
    "Not done yet in sell_all(), line 16 of lock.py: TODO 2: sell_all(). Write this part, and "
    "check again."
)


def told(text: str = SKELETON, scenario: str = SCENARIO) -> str:
    return todo_met(SourceText("lock.py", text), scenario, "sell")


def test_the_todo_is_told_with_its_place() -> None:
    assert told() == TOLD


def test_of_several_todos_the_one_that_the_scenario_names_first_is_told() -> None:
    more = SKELETON.replace("    return card\n", "    raise NotImplementedError\n")
    scenario = "def sell(student):\n    return student.charge(1), student.sell_all(3)\n"
    assert told(more, scenario) == (
        "Not done yet in charge(), line 9 of lock.py. Write this part, and check again."
    )


def test_in_a_notebook_the_cell_is_told() -> None:
    source = SourceText("lock.ipynb", SKELETON, (SourceCell(1, 1, 9), SourceCell(2, 10, 21)))
    assert todo_met(source, SCENARIO, "sell").startswith("Not done yet in sell_all(), cell 2, line")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    stock =", "    if tickets:\n        return 0\n    stock ="),
        ("    stock =", "    charge('visa')\n    stock ="),
        ("    stock =", "    yield 1\n    stock ="),
        ("def sell_all", "async def sell_all"),
        ("def sell_all", "@staticmethod\ndef sell_all"),
        ("PRICE = 3", "sell_all = 3"),
        ("PRICE = 3", "print(3)"),
        ("PRICE = 3", "if 1:\n    def sell_all(tickets):\n        return 0\n"),
        ("PRICE = 3", "from tickets import *"),
        ("PRICE = 3", "from tickets import buy as sell_all"),
        ("PRICE = 3", "import lock\nlock.sell_all = print"),
        ("PRICE = 3", "globals()['sell_all'] = print"),
        ("    return card", "    global sell_all\n    return card"),
        ('raise NotImplementedError("TODO 2: sell_all()")', "raise RuntimeError"),
        ('raise NotImplementedError("TODO 2: sell_all()")', "print(1)"),
        ('"TODO 2: sell_all()"', 'f"{tickets}"'),
        ("def sell_all(tickets):", "def sell_all(tickets:"),
    ],
)
def test_what_might_come_to_something_else_is_run(old: str, new: str) -> None:
    changed = SKELETON.replace(old, new, 1)
    assert changed != SKELETON
    assert told(changed) == ""


@pytest.mark.parametrize(
    "body",
    [
        "return student.charge(1)",
        "return student.charge(1), student.sell_all(3)",
        "return helper(student)",
        "return [student, student.sell_all][0]",
        "return 3",
    ],
)
def test_a_scenario_that_needs_more_than_todos_is_run(body: str) -> None:
    assert told(scenario=f"def helper(x):\n    pass\n\ndef sell(student):\n    {body}\n") == ""


def no_machine(program: Program, settings: Settings) -> AbstractContextManager[Machine]:
    raise AssertionError(f"{program.name} was run")


@pytest.mark.parametrize("exercise", COURSE.exercises, ids=lambda exercise: exercise.name)
def test_no_exercise_of_the_course_is_run_before_anything_is_written(exercise: Exercise) -> None:
    report = grade_exercise(
        exercise,
        read_submission(exercise.skeleton),
        Settings(),
        in_place=True,
        open_machine=no_machine,
    )
    assert {check.verdict for check in report.checks} == {"not-done"}
    assert all(check.message.startswith("Not done yet in ") for check in report.checks)

"""A check that can meet nothing but a TODO needs no run; in any doubt it is run."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from grader.checks.source import parse_checks
from grader.course.course import Exercise, load_course
from grader.handins.parsed import parsed
from grader.handins.submission import read_submission
from grader.judging.grading import grade_exercise
from grader.judging.not_done.source import todo_met
from grader.kernel.controller import Controller
from grader.model.program import Program
from grader.model.source import SourceCell, SourceText
from grader.search.machine import Machine
from grader.settings import Settings

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


def met(source: SourceText, scenario: str = SCENARIO) -> str:
    return todo_met(parsed(source), parse_checks(scenario, Path("checks.py")), "sell")


def told(text: str = SKELETON, scenario: str = SCENARIO) -> str:
    return met(SourceText("lock.py", text), scenario)


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
    assert met(source).startswith("Not done yet in sell_all(), cell 2, line")


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


@pytest.mark.parametrize(
    "body",
    [
        "student.sell_all(3)\n    student.charge(1)",
        "left = student.sell_all(3)\n    return [left, student]",
        "return helper(student, 3)",
        "for n in range(2):\n        print(n)\n    return student.sell_all(3)",
    ],
)
def test_where_the_first_call_surely_meets_a_todo_nothing_else_matters(body: str) -> None:
    scenario = (
        "def helper(x, tickets):\n    left = x.sell_all(tickets)\n    return x.charge(left)\n\n"
        f"def sell(student):\n    {body}\n"
    )
    assert told(scenario=scenario) == TOLD


@pytest.mark.parametrize(
    "body",
    [
        "if x:\n        return 0\n    return student.sell_all(3)",
        "left = student.charge(student.sell_all(3))",
        "return helper(student, student)",
        "return helper(student)",
        "try:\n        student.sell_all(3)\n    except Exception:\n        student.charge(1)",
    ],
)
def test_where_something_may_come_before_the_first_call_it_is_run(body: str) -> None:
    scenario = (
        "def helper(x, y=1):\n    return helper(x) if y else sell(x)\n\n"
        f"def sell(student, x=1):\n    {body}\n    student.charge(2)\n"
    )
    assert told(scenario=scenario) == ""


@pytest.mark.parametrize("exercise", COURSE.exercises, ids=lambda exercise: exercise.name)
def test_an_exercise_of_the_course_costs_next_to_nothing_before_anything_is_written(
    exercise: Exercise,
) -> None:
    """At most two scenarios, and the import before them, need a sandbox."""
    opened = []

    def counted(program: Program, settings: Settings) -> AbstractContextManager[Machine]:
        opened.append(program.function)
        return Controller(program, settings)

    report = grade_exercise(
        exercise,
        read_submission(exercise.skeleton),
        Settings(),
        in_place=True,
        open_machine=counted,
    )
    assert {check.verdict for check in report.checks} == {"not-done"}
    assert all("Not done yet in " in check.message for check in report.checks)
    assert len(opened) <= 3
    assert sum(check.schedules for check in report.checks) <= 2

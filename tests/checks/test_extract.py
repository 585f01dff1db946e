"""What is cut out of a checks.py for the sandbox: the scenario and what it names, no more."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from grader.checks.declare import CheckError
from grader.checks.extract import extract
from grader.checks.run import Run
from grader.checks.source import parse_checks
from grader.kernel.controller import Controller
from grader.model.program import Program
from grader.settings import Settings


def cut(text: str, name: str = "play") -> str:
    return extract(parse_checks(dedent(text).lstrip("\n"), Path("checks.py")), name)


def lines(text: str, name: str = "play") -> dict[int, str]:
    return {n: line for n, line in enumerate(cut(text, name).split("\n"), 1) if line}


def test_the_scenario_is_sent_without_its_decorator_and_on_its_own_lines() -> None:
    assert lines(
        """
        from grader import Run, check, scenario

        SECRET = 42

        @scenario(schedules=SECRET)
        def play(student):
            # what a helper does
            return student.add(1, 2)

        @check(play, points=SECRET)
        def test_add(run: Run) -> None:
            "It adds."
            assert run.value == SECRET
        """
    ) == {6: "def play(student):", 7: "    # what a helper does", 8: "    return student.add(1, 2)"}


def test_helpers_constants_classes_and_imports_are_sent_if_they_are_named_at_any_remove() -> None:
    found = cut(
        """
        from __future__ import annotations
        import json, os.path
        import random as dice
        from time import sleep
        from grader import scenario

        WORDS = ["a", "b"]
        UNUSED = [sleep]
        KEY = lambda item: item[FIRST]
        FIRST = 0

        class Box:
            size: int = dice.randrange(3)
            def open(self):
                return [os.path.join(word) for word in WORDS]

        def helper(box=Box()):
            def inner():
                return sorted(box.open(), key=KEY)
            return inner()

        def not_named():
            return UNUSED

        @scenario
        def play(student):
            return helper()
        """
    )
    assert "not_named" not in found
    assert "UNUSED" not in found
    assert "sleep" not in found
    assert "grader" not in found
    for word in ("annotations", "json, os.path", "as dice", "WORDS =", "FIRST =", "class Box"):
        assert word in found


def test_a_local_name_does_not_send_the_constant_of_the_same_name() -> None:
    assert "42" not in cut(
        """
        expected = 42

        def play(student):
            expected = student.count()
            return [expected for expected in range(expected)]
        """
    )


def test_two_statements_on_one_line_are_told_apart() -> None:
    assert lines("ONE = 1; EXPECTED = 42; TWO = 2\ndef play(student): return ONE + TWO\n") == {
        1: "ONE = 1; TWO = 2",
        2: "def play(student): return ONE + TWO",
    }


def test_other_decorators_and_several_lines_of_them_stay() -> None:
    text = """
        import functools
        from grader import scenario

        @functools.lru_cache(
            maxsize=None
        )
        def helper(n): return n

        @scenario(
            schedules=3,
        )
        def play(student):
            return helper(1)
        """
    assert lines(text) == {
        1: "import functools",
        4: "@functools.lru_cache(",
        5: "    maxsize=None",
        6: ")",
        7: "def helper(n): return n",
        12: "def play(student):",
        13: "    return helper(1)",
    }


def test_a_name_that_is_bound_in_several_ways_is_sent_with_all_of_them() -> None:
    found = cut(
        """
        try:
            import tomllib as reader
        except ImportError:
            reader = None

        def play(student):
            return reader is None
        """
    )
    assert found.startswith("try:\n    import tomllib as reader\nexcept")


def test_text_outside_ascii_is_cut_in_the_right_place() -> None:
    assert lines('Ä = "ü"; B = "é"\ndef play(student): return B\n')[1] == 'B = "é"'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "def play(student):\n    return TICKETS\n",
            "checks.py:1: scenario play uses 'TICKETS', which is not defined at the top level of "
            "checks.py, so it can't be sent into the sandbox with it",
        ),
        (
            "import numpy as np\ndef helper():\n    return np\ndef play(student):\n"
            "    return helper()\n",
            "checks.py:2: helper (used by scenario play) uses 'np' from numpy, but in the sandbox "
            "there is only the standard library",
        ),
        (
            "from grader import Run\ndef play(student):\n    return Run\n",
            "checks.py:2: scenario play uses 'Run' from grader, but in the sandbox there is only "
            "the standard library",
        ),
        (
            "@check(other)\ndef test_a(run): ...\ndef play(student):\n    return test_a\n",
            "checks.py:3: scenario play uses the check 'test_a', but judging code is never sent "
            "into the sandbox: put what both need into a helper",
        ),
    ],
)
def test_what_cannot_be_sent_is_refused_with_its_place(text: str, message: str) -> None:
    with pytest.raises(CheckError) as caught:
        extract(parse_checks(text, Path("checks.py")), "play")
    assert str(caught.value) == message


def test_what_is_imported_of_ours_is_sent_in_the_line_of_its_import() -> None:
    sent = lines(
        """
        from multiprocessing import Lock
        from grader import (
            Run, check, run_processes, scenario)

        @scenario
        def play(student):
            run_processes({"a": (student.add, 1)})
        """
    )
    assert list(sent) == [2, 6, 7]
    assert sent[2].startswith("def run_processes(plans, join=True): ")
    assert sent[6] == "def play(student):"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "from grader import run_processes as go\ndef play(student):\n    go({})\n",
            "checks.py:2: scenario play uses 'go' from grader, but in the sandbox there is only "
            "the standard library",
        ),
        (
            "import os; from grader import run_processes\n"
            "def play(student):\n    run_processes({os: 1})\n",
            "checks.py:1: the import of 'run_processes' needs a line of its own",
        ),
        (
            "from grader import expect\ndef play(student):\n    expect(1, 'one')\n",
            "checks.py:2: scenario play uses 'expect' from grader, but in the sandbox there is "
            "only the standard library",
        ),
    ],
)
def test_an_import_of_ours_that_cannot_be_sent_is_told(text: str, message: str) -> None:
    with pytest.raises(CheckError) as caught:
        extract(parse_checks(text, Path("checks.py")), "play")
    assert str(caught.value) == message


@pytest.mark.parametrize("join", [True, False])
def test_processes_are_started_in_order_under_their_names_and_waited_for(join: bool) -> None:
    """The line that is sent, run under control."""
    text = "from grader import run_processes\nfrom time import sleep\n"
    text += "def play(student):\n"
    text += f"    made = run_processes({{'b': (sleep, 2), 'a': (sleep, 1)}}, join={join})\n"
    text += "    left = [one.name for one in made if one.is_alive()]\n"
    text += "    for one in made: one.join()\n"
    text += "    return left\n"
    sent = extract(parse_checks(text, Path("checks.py")), "play")
    program = Program("empty.py", "", "play", scenario=sent)
    with Controller(program, Settings()) as machine:
        trace = machine.run(lambda options: 0)
    seen = Run(trace)
    assert (seen.status, seen.value) == ("returned", [] if join else ["b", "a"])
    assert (seen.started(), seen.joined()) == (["b", "a"], [])
    assert {(call.line, call.by_scenario) for call in seen.calls("Process.start")} == {(1, True)}
    assert seen.time == 2

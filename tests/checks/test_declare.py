"""What a teacher writes with @scenario and @check, and what is refused."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from grader import Run, check, run_processes, scenario
from grader.checks import CheckError
from grader.checks.load import load_checks
from grader.checks.sentence import read_sentence
from grader.handins.parsed import parsed
from grader.model.source import SourceText
from tests.checks.build import HEAD, play


@scenario(clock="patient")
def patient(student: Any) -> None: ...


def declare(**options: Any) -> Any:
    def test_it(run: Run) -> None:
        "It works."

    return check(options.pop("on", play), **options)(test_it)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"points": -1}, "check test_it: points=-1, but it must be 0 or more"),
        (
            {"clock": "hostile", "on": patient},
            "check test_it: clock='hostile', but its scenario is run with patient alone, so no run "
            "would be judged",
        ),
        (
            {"clock": "happy"},
            "check test_it: clock='happy', but its scenario is run with patient and hostile alone, "
            "so no run would be judged",
        ),
        ({"cause": "bad-luck"}, "check test_it: cause='bad-luck' is not in the list of causes"),
        (
            {"on": 3},
            "check test_it: its first argument must be a function under @scenario, and not 3",
        ),
        ({"requires": 3}, "check test_it: requires= must be another check of this file"),
        ({"bonus": 5}, "check test_it: bonus=5 is neither True nor False"),
    ],
)
def test_a_check_that_makes_no_sense_is_refused(options: dict[str, Any], message: str) -> None:
    with pytest.raises(CheckError) as caught:
        declare(**options)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"schedules": 0}, "scenario play: schedules=0, but it must be 1 or more"),
        ({"switch_at": "words"}, "scenario play: switch_at='words' is none of auto, calls, lines"),
        (
            {"start_method": "thread"},
            "scenario play: start_method='thread' is none of fork, spawn, forkserver",
        ),
        ({"cores": 0}, "scenario play: cores=0, but it must be 1 or more"),
        ({"clock": "happy"}, "scenario play: clock='happy' is none of patient, hostile"),
        (
            {"files": ("../up",)},
            "scenario play: files= can't be used: '../up' is no name in its folder",
        ),
        (
            {"files": "logs"},
            "scenario play: files= can't be used: 'logs' is one text, but it must be a dict or a "
            "tuple of names",
        ),
        (
            {"files": ("logs",)},
            "scenario play: files= can't be used: 'logs' is no file and no folder with files in "
            f"{Path(__file__).parent}",
        ),
        (
            {"files": {"big": bytes(1 << 20), "more": b"x"}},
            "scenario play: files= can't be used: 1048577 bytes in all are too many: 1048576 is "
            "the limit",
        ),
        (
            {"files": {"../up": b""}},
            "scenario play: files= can't be used: '../up' is no name in its folder",
        ),
    ],
)
def test_a_scenario_that_makes_no_sense_is_refused(options: Any, message: str) -> None:
    with pytest.raises(CheckError) as caught:
        scenario(**options)(play.function)
    assert str(caught.value) == message


def test_given_functions_say_so_in_their_docstring() -> None:
    text = (
        "def charge(card):\n    'Given: take the money.'\n"
        "def clerk(cards):\n    'Given cards, it charges them.'\n"
        "def helper(): ...\n"
    )
    written = parsed(SourceText("lock.py", text))
    assert written is not None
    assert written.given == {"charge"}
    assert parsed(SourceText("lock.py", "def (")) is None


def test_files_beside_the_checks_are_given_to_the_program(tmp_path: Path) -> None:
    (tmp_path / "logs" / "old").mkdir(parents=True)
    for name in ("logs/b.log", "logs/old/a.log", "logs/.hidden", "one.txt", "not_named.txt"):
        (tmp_path / name).write_bytes(name.encode())
    checks = HEAD.replace("@scenario", "@scenario(files=('logs', 'one.txt'))")
    checks += "@check(play)\ndef test_a(run):\n    'A.'\n"
    (tmp_path / "checks.py").write_text(checks)
    (found,) = load_checks(tmp_path / "checks.py").checks
    assert found.scenario.files == {
        "logs/b.log": b"logs/b.log",
        "logs/old/a.log": b"logs/old/a.log",
        "one.txt": b"one.txt",
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x = 1\n", "{path} has no checks: a check is a function under @check(...)"),
        ("x = \n", "{path}:1: syntax error: invalid syntax"),
        (
            HEAD + "@check(play)\ndef test_a(run): ...\n",
            "{path}:4: check test_a has no docstring: write there the sentence that a student "
            "reads",
        ),
        (
            HEAD + "@check(play)\ndef works(run):\n    'It works.'\n",
            "{path}:4: check works: its name must begin with test_, as pytest's tests do",
        ),
        (
            HEAD + "@check(scenario(lambda s: 1))\ndef test_a(run):\n    'It works.'\n",
            "{path}:4: the scenario of test_a must be a function at the top level of this file, "
            "and keep its name",
        ),
        (HEAD + "1 / 0\n", "{path}:4: ZeroDivisionError: division by zero"),
    ],
)
def test_a_checks_file_that_cannot_be_used_says_where_and_why(
    tmp_path: Path, text: str, message: str
) -> None:
    path = tmp_path / "checks.py"
    path.write_text(text)
    with pytest.raises(CheckError) as caught:
        load_checks(path)
    assert str(caught.value) == message.format(path=path)


def test_hints_stand_below_the_sentence_each_from_its_first_line_to_the_next_hint() -> None:
    found = read_sentence(
        """Nobody sells
        a ticket twice.

        Hint: What is between
            looking and selling?
        Hint: See `with lock:`, in
        Python's documentation.
        """
    )
    assert found == (
        "Nobody sells a ticket twice.",
        (
            "What is between looking and selling?",
            "See `with lock:`, in Python's documentation.",
        ),
    )
    assert read_sentence("It works. Hint: none.") == ("It works. Hint: none.", ())


@pytest.mark.parametrize(
    ("docstring", "message"),
    [
        (None, "has no docstring: write there the sentence that a student reads"),
        ("Hint: Look.", "has no docstring: write there the sentence that a student reads"),
        ("A.\n\nHint:\n", "has a hint that says nothing: what is it to say after 'Hint:'?"),
        (
            "A.\n\nHints: Look.\n",
            "has 'Hints:' in its docstring: a hint begins with 'Hint:', at the beginning of a line",
        ),
        (
            "A.\n\nHint: Look.\n  hint : there.\n",
            "has 'hint :' in its docstring: a hint begins with 'Hint:', at the beginning of a line",
        ),
    ],
)
def test_a_sentence_or_a_hint_that_is_none_is_refused(docstring: str, message: str) -> None:
    with pytest.raises(ValueError, match=rf"^{re.escape(message)}$"):
        read_sentence(docstring)


def test_processes_are_run_for_a_scenario_alone() -> None:
    with pytest.raises(CheckError) as caught:
        run_processes({})
    assert str(caught.value) == (
        "run_processes() is for scenarios, which run in the sandbox: here is none"
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("raise SystemExit('done')", "SystemExit: done"),
        ("exit(3)", "SystemExit: 3"),
        ("1 / 0", "ZeroDivisionError: division by zero"),
    ],
)
def test_a_checks_file_that_ends_itself_is_told_with_its_line(
    tmp_path: Path, line: str, said: str
) -> None:
    path = tmp_path / "checks.py"
    path.write_text(f"import sys\n\n{line}\n")
    with pytest.raises(CheckError) as caught:
        load_checks(path)
    assert str(caught.value) == f"{path}:3: {said}"

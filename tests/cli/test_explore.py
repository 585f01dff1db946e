"""Explore and replay: exit codes, and what is printed where."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run
from tests.small_course import RIGHT

DEAD = """\
from multiprocessing import Lock, Process


def clerk(first, second):
    with first:
        with second:
            pass


def main():
    a, b = Lock(), Lock()
    clerks = [Process(target=clerk, args=pair) for pair in ((a, b), (b, a))]
    for one in clerks:
        one.start()
    for one in clerks:
        one.join()
"""


def explored(capsys: pytest.CaptureFixture[str]) -> Any:
    out, err = capsys.readouterr()
    assert err == ""
    return json.loads(out)


def test_explore_prints_exactly_the_documented_object(
    run: Run, program: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("explore", f"{program}:count", "--json") == 1
    got = explored(capsys)
    assert list(got) == [
        *("program", "schedules", "exhaustive", "bound", "steps", "seconds"),
        *("start_method", "outcomes", "finding"),
    ]
    assert got["program"] == "count.py:count"
    assert {outcome["value"] for outcome in got["outcomes"]} == {1, 2}
    assert (got["finding"]["kind"], got["finding"]["cause"]) == ("value", "lost-update")


def test_explore_says_when_nothing_is_wrong(
    run: Run, program: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program.write_text(RIGHT)
    assert run("explore", f"{program}:count", "--expect", "2", "--schedules", "10") == 0
    assert "Nothing wrong in any of these schedules." in capsys.readouterr().out


def test_a_value_that_is_not_the_expected_one_is_a_finding(
    run: Run, program: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program.write_text("def main():\n    return [1, 2]\n")
    assert run("explore", program, "--expect", "[1, 2]", "--json") == 0
    assert explored(capsys)["finding"] is None
    assert run("explore", program, "--expect", "[2, 1]", "--json") == 1
    assert explored(capsys)["finding"]["kind"] == "value"


def test_a_deadlock_is_told_and_can_be_replayed(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "dead.py").write_text(DEAD)
    assert run("explore", "dead.py", "--html", "page.html", "--start-method", "fork") == 1
    out = capsys.readouterr().out
    assert "lock-cycle" in out
    assert max(map(len, out.splitlines())) <= 80
    command = next(line.split() for line in out.splitlines() if "grader replay" in line)
    assert (tmp_path / "page.html").is_file()
    assert run(*command[1:]) == 0
    out = capsys.readouterr().out
    assert "Deadlock: nobody can go on." in out
    assert "with first; takes" in out
    assert (
        "blocked: main waits for clerk-1 to end, clerk-1 waits for b, clerk-2 waits for a"
        in " ".join(out.split())
    )


@pytest.mark.parametrize(
    ("text", "target", "message"),
    [
        (None, "gone.py", "gone.py was not found. Check the name and the folder."),
        (
            "def f():\n    pass\n",
            "a.py",
            "a.py has no function main(). It has f. Name the one to run, such as a.py:f.",
        ),
        ("def f():\n    pass\n", "a.py:f-g", "'f-g' is not a function's name. Write FILE:FUNC"),
        ("def f(:\n", "a.py:f", "Python can't read a.py: syntax error in line 1: "),
        ("\0", "a.py:f", "a.py is not a text file: it holds a zero byte in line 1"),
    ],
)
def test_an_unreadable_program_is_exit_2_with_one_message(
    run: Run,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    text: str | None,
    target: str,
    message: str,
) -> None:
    if text is not None:
        (tmp_path / "a.py").write_text(text)
    assert run("explore", target, "--json") == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"grader: {message}")
    assert err.count("\n") == 1


def test_an_expected_value_that_is_no_json(
    run: Run, program: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("explore", f"{program}:count", "--expect", "done") == 2
    assert capsys.readouterr().err == (
        "grader: The expected value 'done' is not JSON (Expecting value: line 1 column 1 (char "
        "0)). A text needs its own quotes, as in '\"done\"'.\n"
    )


@pytest.mark.parametrize("token", ["K9pc:0", "hello", "K1pc:0-x"])
def test_a_token_that_is_none(
    run: Run, program: Path, capsys: pytest.CaptureFixture[str], token: str
) -> None:
    assert run("replay", token, f"{program}:count") == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_token_of_another_program(
    run: Run, program: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("replay", "K1pc:77", f"{program}:count") == 2
    assert capsys.readouterr().err.endswith("Was the file changed since, or is it another one?\n")


def test_an_expected_value_is_asked_for_again_by_the_replay(
    run: Run, program: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("explore", f"{program.name}:count", "--expect", "2") == 1
    out = capsys.readouterr().out
    command = next(line.split() for line in out.splitlines() if "grader replay" in line)
    assert command[-2:] == ["--expect", "2"]
    assert run(*command[1:]) == 0
    assert "expected was 2." in capsys.readouterr().out

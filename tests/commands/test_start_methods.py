"""Which start method a run uses: the same on every Python, told in reports, kept in a replay."""

from __future__ import annotations

import json
import multiprocessing
import subprocess
import sys
from collections.abc import Callable
from multiprocessing import forkserver
from pathlib import Path
from typing import Any

import pytest

from grader import cli
from grader.commands.explore import explore_file
from grader.settings import Settings
from tests.small_course import RIGHT, SKELETON, make_course

Run = Callable[..., int]

ASKS = """\
import multiprocessing

AT_IMPORT = multiprocessing.get_start_method(allow_none=True)


def child(told):
    told.put([AT_IMPORT, multiprocessing.get_start_method()])


def main():
    before = multiprocessing.get_start_method(allow_none=True)
    told = multiprocessing.Queue()
    process = multiprocessing.Process(target=child, args=(told,))
    process.start()
    answer = told.get()
    process.join()
    return [before, multiprocessing.get_start_method(), *answer]


def chooses():
    multiprocessing.set_start_method("spawn")
    return main()
"""

SHARED = """\
from multiprocessing import Process, Value

number = Value("i", 0)


def add():
    with number.get_lock():
        number.value += 1


def main():
    workers = [Process(target=add) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return number.value
"""

CHECKS = """\
from grader import Run, check, scenario


@scenario(schedules=4, start_method="spawn")
def by_spawn(student):
    return student.count()


@scenario(schedules=4)
def as_ever(student):
    return student.count()


@check(as_ever)
def test_counts(run: Run) -> None:
    "Both processes are counted."
    assert run.value == 2


@check(by_spawn)
def test_counts_in_new_interpreters(run: Run) -> None:
    "Both processes are counted, in interpreters of their own too."
    assert run.value == 2
"""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run commands in a folder with a few programs."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("COLUMNS", "200")
    (tmp_path / "asks.py").write_text(ASKS)
    (tmp_path / "shared.py").write_text(SHARED)
    return lambda *arguments: cli.run([str(argument) for argument in arguments])


def explored(run: Run, capsys: pytest.CaptureFixture[str], *options: str) -> Any:
    run("explore", "--json", "--schedules", "2", *options)
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_explore_takes_any_of_them_for_the_default_of_the_interpreter(
    run: Run, capsys: pytest.CaptureFixture[str], method: str
) -> None:
    got = explored(run, capsys, "asks.py", "--start-method", method)
    assert got["start_method"] == method
    # A child that is forked has its parent's module, or that of a server that is told of no method.
    ahead = "init_main_from_path" in forkserver.ForkServer.ensure_running.__code__.co_consts
    imported = method if method == "spawn" or (method == "forkserver" and not ahead) else None
    assert got["outcomes"][0]["value"] == [None, method, imported, method]


def test_without_the_option_it_is_what_this_python_does(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    own = multiprocessing.get_all_start_methods()[0]
    got = explored(run, capsys, "asks.py")
    assert got["start_method"] == own
    assert got["outcomes"][0]["value"][1] == own


def test_a_program_may_choose_another_once(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    got = explored(run, capsys, "asks.py:chooses", "--start-method", "fork")
    assert got["outcomes"][0]["value"] == ["spawn", "spawn", "spawn", "spawn"]


def test_the_replay_of_a_run_uses_the_start_method_that_it_had(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("explore", "shared.py", "--expect", "2", "--start-method", "spawn") == 1
    out = capsys.readouterr().out
    assert "\n  Default start method of processes: spawn\n" in out
    command = next(line.split() for line in out.splitlines() if "grader replay" in line)
    assert command[:3] == ["grader", "replay", "K1pcs:"]
    assert "Found in schedule 1: needs-fork" in out
    assert run(*command[1:]) == 0
    assert "Its value: 0." in capsys.readouterr().out
    assert run("replay", "K1pc:", "shared.py") == 0, "the same, but forked"
    assert "Its value: 2." in capsys.readouterr().out


def test_a_scenario_says_its_own_and_all_others_fork_whatever_this_python_does(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    exercises = make_course(tmp_path)
    (exercises / "01_count" / "checks.py").write_text(CHECKS)
    (tmp_path / "count.py").write_text(SHARED.replace("main", "count"))
    assert run("check", "count.py", "--html", "page.html") == 1
    out = capsys.readouterr().out
    said = "Default start method of processes: fork; spawn in test_counts_in_new_interpreters"
    assert f"\n{said}\n" in out
    assert f"{said}." in (tmp_path / "page.html").read_text()
    assert "FAILED  0/1  Both processes are counted, in interpreters of their own too." in out
    assert "passed  1/1  Both processes are counted." in out
    told = " ".join(out.split())
    assert (
        "number is made at line 3, where the file is imported, and a new interpreter imports it "
        "again: main, add-1 and add-2 have each made one of their own." in told
    )
    command = next(line.split() for line in out.splitlines() if "grader replay" in line)
    assert command[2] == "K1pcs:"
    assert run(*command[1:]) == 0
    again = capsys.readouterr().out
    assert "Its value: 0." in again
    assert "needs-fork" in again


NO_GUARD = """\
import multiprocessing


def child(told):
    told.put(1)


def count():
    spawn = multiprocessing.get_context("spawn")
    told = spawn.SimpleQueue()
    process = spawn.Process(target=child, args=(told,))
    process.start()
    process.join()
    return told.get() + 1


print(count())
"""


def test_a_file_that_no_new_interpreter_can_import_is_told_so_in_every_check(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    exercises = make_course(tmp_path)
    (exercises / "01_count" / "checks.py").write_text(CHECKS)
    (tmp_path / "count.py").write_text(NO_GUARD)
    assert run("check", "count.py") == 1
    told = " ".join(capsys.readouterr().out.split())
    assert (
        "child-1 is a new interpreter, which imports the program's file first, and the file starts "
        "processes while it is imported at line 17." in told
    )
    assert "Which lines should run only where the file is the program itself?" in told


ASKS_FOR_FORK = """\
import multiprocessing


def child(told):
    told.put(1)


def count():
    fork = multiprocessing.get_context("fork")
    told = fork.SimpleQueue()
    process = fork.Process(target=child, args=(told,))
    process.start()
    process.join()
    return told.get() + (2 if multiprocessing.get_start_method() == "spawn" else 1)
"""


def test_a_program_that_asked_for_fork_itself_is_told_of_no_new_interpreter(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    exercises = make_course(tmp_path)
    (exercises / "01_count" / "checks.py").write_text(CHECKS)
    (tmp_path / "count.py").write_text(ASKS_FOR_FORK)
    assert run("check", "count.py") == 1
    out = capsys.readouterr().out
    assert "FAILED  0/1  Both processes are counted, in interpreters of their own too." in out
    assert "passed  1/1  Both processes are counted." in out
    assert "new interpreter" not in out


def test_results_tell_it_of_each_check_that_ran_something(run: Run, tmp_path: Path) -> None:
    exercises = make_course(tmp_path)
    (exercises / "01_count" / "checks.py").write_text(CHECKS)
    for name, source in (("right", RIGHT), ("untouched", SKELETON)):
        (tmp_path / "class" / name).mkdir(parents=True)
        (tmp_path / "class" / name / "count.py").write_text(source)
    assert run("grade", "class", "-o", "reports") == 0
    results = json.loads((tmp_path / "reports" / "results.json").read_text())
    assert [
        [check["start_method"] for check in student["exercises"][0]["checks"]]
        for student in results["students"]
    ] == [["fork", "spawn"], ["", ""]]


SCRIPT = """\
import multiprocessing

count = multiprocessing.Value("i", 0)


def child(told):
    count.value += 1
    told.put(count.value)


if __name__ == "__main__":
    told = multiprocessing.SimpleQueue()
    for _ in range(2):
        process = multiprocessing.Process(target=child, args=(told,))
        process.start()
        process.join()
    print(told.get(), told.get(), count.value)
"""


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_children_of_a_script_share_what_they_share_plainly(tmp_path: Path, method: str) -> None:
    (tmp_path / "script.py").write_text(SCRIPT)
    choice = f"if __name__ == '__main__':\n    multiprocessing.set_start_method({method!r})\n"
    chosen = SCRIPT.replace("\n\n", f"\n\n{choice}\n", 1)
    (tmp_path / "plain.py").write_text(chosen)
    command = [sys.executable, "plain.py"]
    plainly = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    settings = Settings(schedules=1).with_("the test", start_method=method)
    assert explore_file(str(tmp_path / "script.py"), settings).printed == plainly.stdout

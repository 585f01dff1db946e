"""A schedule that is shown again is told of as it was when it was found."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from grader.commands.explore import explore_file
from grader.commands.program import Unusable
from grader.commands.replay import replay_file
from grader.course.course import load_course
from grader.judging.grading import grade_exercise
from grader.model.finding import Finding
from grader.settings import Settings
from tests.judging.test_real import CHECKS, UNLOCKED
from tests.judging.toy import make_course, submission

RACY = """\
from multiprocessing import Process, Value


def add(count):
    count.value += 1


def main():
    count = Value("i", 0)
    adders = [Process(target=add, args=(count,), name=f"add-{n}") for n in (1, 2)]
    for one in adders:
        one.start()
    for one in adders:
        one.join()
    return count.value
"""


def told(finding: Finding | None) -> tuple[str, str, str]:
    assert finding is not None
    return finding.cause, finding.message, finding.advice


def test_an_expected_value_is_kept_in_the_command_and_told_of(tmp_path: Path) -> None:
    file = tmp_path / "count.py"
    file.write_text(RACY)
    found = explore_file(str(file), Settings(), expected="2")
    assert found.finding is not None
    token = found.finding.replay
    assert shlex.split(found.command) == ["grader", "replay", token, str(file), "--expect", "2"]
    again = replay_file(token, str(file), Settings(), expected="2")
    assert told(again.finding) == told(found.finding)
    assert told(again.finding)[0] == "lost-update"


def test_without_one_the_undisturbed_schedule_is_what_it_differs_from(tmp_path: Path) -> None:
    file = tmp_path / "count.py"
    file.write_text(RACY)
    found = explore_file(str(file), Settings())
    assert found.finding is not None
    assert "--expect" not in found.command
    again = replay_file(found.finding.replay, str(file), Settings())
    assert told(again.finding) == told(found.finding)
    assert "The result depends on the schedule: 1 here" in told(again.finding)[1]


def test_nothing_is_wrong_with_the_undisturbed_schedule_by_itself(tmp_path: Path) -> None:
    file = tmp_path / "count.py"
    file.write_text(RACY)
    assert replay_file("K1pc:", str(file), Settings()).finding is None
    assert replay_file("K1pc:", str(file), Settings(), expected="2").finding is None
    assert told(replay_file("K1pc:", str(file), Settings(), expected="3").finding)[1].startswith(
        "Wrong result after 12 steps: 2, expected was 3."
    )


def test_an_expected_value_that_is_no_json_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "count.py"
    file.write_text(RACY)
    with pytest.raises(Unusable, match=r"^The expected value 'two' is not JSON \("):
        replay_file("K1pc:", str(file), Settings(), expected="two")


def test_a_check_is_told_of_as_the_check_told_it(tmp_path: Path) -> None:
    folder = make_course(tmp_path, checks=CHECKS)
    (exercise,) = load_course(folder).exercises
    failed = next(
        check
        for check in grade_exercise(exercise, submission(UNLOCKED), Settings()).checks
        if check.name == "test_every_sale_counts"
    )
    assert failed.finding is not None
    file = tmp_path / "lock.py"
    file.write_text(UNLOCKED)
    again = replay_file(
        failed.finding.replay,
        str(file),
        Settings(),
        check=f"{exercise.name}/{failed.name}",
        course=lambda: load_course(folder),
    )
    assert told(again.finding) == told(failed.finding)

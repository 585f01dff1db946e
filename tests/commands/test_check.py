"""What `grader check` takes its words for, and which hint comes next."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from grader.commands.again import with_commands
from grader.commands.check import CheckUsage, Target, targets
from grader.commands.hints import Hints
from grader.course.course import Course
from grader.model.results import CheckResult, ExerciseReport
from tests.report.samples import FAILED, LOCK, PASSED


def found(course: Course, here: Path, *words: str) -> list[tuple[str, str]]:
    return [
        (target.exercise.name, str(target.path.relative_to(course.folder.parent)))
        for target in targets(words, course, here)
    ]


COUNT = ("01_count", "exercises/01_count/count.py")
ADD = ("02_add", "exercises/02_add/add.py")


def test_nothing_said_is_every_exercise(course: Course, tmp_path: Path) -> None:
    assert found(course, tmp_path) == [COUNT, ADD]


def test_nothing_said_in_an_exercises_folder_is_that_one(course: Course) -> None:
    assert found(course, course.folder / "02_add") == [ADD]


@pytest.mark.parametrize(
    "word", ["02_add", "add", "2", "add.py", "exercises/02_add", "exercises/02_add/add.py"]
)
def test_an_exercise_by_any_of_its_names(course: Course, tmp_path: Path, word: str) -> None:
    assert found(course, tmp_path, word) == [ADD]


def test_a_file_elsewhere_by_its_name(course: Course, tmp_path: Path) -> None:
    (tmp_path / "Add (1).py").write_text("x = 1\n")
    (target,) = targets(["Add (1).py"], course, tmp_path)
    assert (target.exercise.name, target.path) == ("02_add", tmp_path / "Add (1).py")


def test_a_file_whose_name_says_nothing(course: Course, tmp_path: Path) -> None:
    (tmp_path / "work.py").write_text("x = 1\n")
    with pytest.raises(CheckUsage) as error:
        targets(["work.py"], course, tmp_path)
    assert str(error.value) == (
        "The name work.py does not say which exercise it is for. Say it with --exercise NAME; "
        "there are 01_count, 02_add."
    )
    only = course.find("add")
    assert targets(["work.py"], course, tmp_path, only)[0].exercise == only


def test_a_word_that_is_nothing(course: Course, tmp_path: Path) -> None:
    with pytest.raises(CheckUsage, match=r"^'subtract' is no file\. There is no exercise"):
        targets(["subtract"], course, tmp_path)


def test_the_replay_command_works_where_the_student_is(course: Course, tmp_path: Path) -> None:
    target = Target(course.exercises[0], tmp_path / "my work" / "count.py")
    got = with_commands(LOCK, target.near(tmp_path), ["--exercises", "ex"]).checks
    assert shlex.split(got[1].replay_command) == [
        *("grader", "replay", "K3:0-0-1-1", "my work/count.py"),
        *("--check", "03_lock/test_two_clerks", "--exercises", "ex"),
    ]
    assert got[0] == PASSED


# Hints


def report(*checks: CheckResult) -> ExerciseReport:
    return ExerciseReport("01_count", "Counting", None, checks)


def test_each_time_one_hint_more_up_to_the_last(course: Course, tmp_path: Path) -> None:
    hints = Hints(tmp_path / "cache" / "hints.json")
    target = Target(course.exercises[0], tmp_path / "count.py")
    asked = [hints.next(target, report(PASSED, FAILED)) for _ in range(4)]
    assert asked == [{FAILED.name: count} for count in (1, 2, 2, 2)]


def test_another_file_has_hints_of_its_own(course: Course, tmp_path: Path) -> None:
    hints = Hints(tmp_path / "hints.json")
    for name in ("a.py", "b.py"):
        target = Target(course.exercises[0], tmp_path / name)
        assert hints.next(target, report(FAILED)) == {FAILED.name: 1}


def test_no_hint_where_nothing_failed(course: Course, tmp_path: Path) -> None:
    target = Target(course.exercises[0], tmp_path / "count.py")
    assert Hints(tmp_path / "hints.json").next(target, report(PASSED)) == {}


@pytest.mark.parametrize("content", ["", "[]", '{"x": "y"}', "\0"])
def test_a_spoiled_memory_is_forgotten(course: Course, tmp_path: Path, content: str) -> None:
    (tmp_path / "hints.json").write_text(content)
    target = Target(course.exercises[0], tmp_path / "count.py")
    assert Hints(tmp_path / "hints.json").next(target, report(FAILED)) == {FAILED.name: 1}

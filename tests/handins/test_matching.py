"""Which file of a student is meant for which exercise, however it is called."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import nbformat
import pytest

from grader.checks.asked import asked_by
from grader.course.course import Exercise
from grader.handins.matching import match_files
from tests.handins.room import SKELETONS, alice, put, taken


@pytest.mark.parametrize(
    "file",
    ["lock.py", "lock.ipynb", "03_lock/lock.py", "exercises/03_lock/lock.py", "somewhere/lock.py"],
)
def test_the_asked_for_name_needs_no_note(
    room: Path, exercises: Sequence[Exercise], file: str
) -> None:
    put(room, f"alice/{file}")
    match = match_files(alice(room, exercises), exercises)[0][0]
    assert match.path == room / "alice" / file
    assert match.notes == ()


@pytest.mark.parametrize(
    "file",
    [
        "Lock.py",
        "LOCK.PY",
        "lock (1).py",
        "lock - Copy.py",
        "lock_final_v2.py",
        "03_lock.py",
        "03 lock.ipynb",
        "alice_lock.py",
        "lock-homework-group-b.py",
        "03_lock/solution.py",
        "Exercise 03 lock/main.py",
    ],
)
def test_a_name_that_can_be_recognised_is_taken_with_a_note(
    room: Path, exercises: Sequence[Exercise], file: str
) -> None:
    put(room, f"alice/{file}")
    match = match_files(alice(room, exercises), exercises)[0][0]
    assert match.path == room / "alice" / file
    assert match.notes == (f"{file} was taken for lock.py. Name it lock.py.",)


def test_the_exact_name_goes_before_a_copy(room: Path, exercises: Sequence[Exercise]) -> None:
    put(room, "alice/lock.py", "alice/lock (1).py")
    matches, notes = match_files(alice(room, exercises), exercises)
    assert matches[0].path == room / "alice" / "lock.py"
    assert notes == ("Not graded, since no exercise asks for it: lock (1).py.",)


def test_what_an_exercise_asks_for_is_what_its_scenarios_take(
    exercises: Sequence[Exercise],
) -> None:
    exercises[0].checks.write_text(
        "def helper(x, n):\n    return x.clerk(n.value).sold\n"
        "@scenario(schedules=3)\n"
        "def sell(student):\n    out = Out()\n    out.left = getattr(student, 'sell_all')\n"
        "    return helper(student, student.PRICE)\n"
        "def counts(run: Run):\n    return run.shaped([0], 'text')\n"
        "@check(sell, points=1)\ndef test_sell(run: Run):\n    assert run.status\n"
    )
    assert asked_by(exercises[0]) == {"clerk", "value", "sell_all", "PRICE"}
    exercises[0].checks.write_text("def (:")
    assert asked_by(exercises[0]) == frozenset()


@pytest.mark.parametrize(
    ("worked", "other"), [("lock.ipynb", "lock.py"), ("lock.py", "lock.ipynb")]
)
def test_of_a_program_and_a_notebook_the_one_that_was_worked_on_is_graded(
    room: Path, exercises: Sequence[Exercise], worked: str, other: str
) -> None:
    for name, text in ((worked, "def clerk(): pass\n"), (other, SKELETONS["03_lock"][1])):
        book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(text)])
        content = nbformat.writes(book) if name.endswith(".ipynb") else text
        put(room, f"alice/03_lock/{name}", text=content)
    matches, notes = match_files(alice(room, exercises), exercises)
    assert matches[0].path == room / "alice" / "03_lock" / worked
    assert matches[0].notes == (f"03_lock/{other} is as it was given out, and was not graded.",)
    assert notes == ()


def test_of_a_program_and_a_notebook_with_work_in_both_the_form_that_was_asked_for_is_graded(
    room: Path, exercises: Sequence[Exercise]
) -> None:
    put(room, "alice/lock.py", "alice/lock.ipynb")
    match = match_files(alice(room, exercises), exercises)[0][0]
    assert match.path == room / "alice" / "lock.py"
    assert match.notes == ("lock.ipynb was not graded, since lock.py is there.",)


def test_a_longer_name_is_not_its_part(room: Path, exercises: Sequence[Exercise]) -> None:
    put(room, "alice/joinable queue final.py", "alice/Queue.py")
    assert taken(alice(room, exercises), exercises) == {
        "07_queue": "Queue.py",
        "08_joinable_queue": "joinable queue final.py",
    }


def test_of_two_files_that_would_do_none_is_taken(
    room: Path, exercises: Sequence[Exercise]
) -> None:
    put(room, "alice/lock (1).py", "alice/lock (2).py")
    matches, notes = match_files(alice(room, exercises), exercises)
    assert matches[0].path is None
    assert matches[0].notes == (
        "More than one file could be lock.py: lock (1).py, lock (2).py. None of them was graded. "
        "Keep one, and name it lock.py.",
    )
    assert notes == ()


def test_two_equal_copies_are_one_file(room: Path, exercises: Sequence[Exercise]) -> None:
    put(room, "alice/lock (1).py", "alice/lock (2).py", text="x = 1\n")
    assert taken(alice(room, exercises), exercises) == {"03_lock": "lock (1).py"}


def test_a_file_that_names_two_exercises_is_neither(
    room: Path, exercises: Sequence[Exercise]
) -> None:
    put(room, "alice/lock and queue.py")
    assert taken(alice(room, exercises), exercises) == {}


def test_the_functions_tell_where_the_name_does_not(
    room: Path, exercises: Sequence[Exercise]
) -> None:
    put(room, "alice/work.py", text="def clerk(): ...\ndef sell_all(): ...\n")
    match = match_files(alice(room, exercises), exercises)[0][0]
    assert match.path == room / "alice" / "work.py"
    assert match.notes == ("work.py was taken for lock.py, since it defines clerk(), sell_all().",)


@pytest.mark.parametrize("file", ["queue_.py", "work.py"])
def test_another_exercises_file_is_not_taken_for_the_only_one_that_is_graded(
    room: Path, exercises: Sequence[Exercise], file: str
) -> None:
    put(room, f"alice/{file}", text=SKELETONS["07_queue"][1])
    matches, notes = match_files(alice(room, exercises), exercises[:1], exercises[1:])
    assert [match.notes for match in matches] == [
        ("lock.py was not handed in. Is it named and placed as asked?",)
    ]
    assert notes == ()

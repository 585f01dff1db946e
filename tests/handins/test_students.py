"""Who the students are."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from grader.course.course import Exercise
from grader.handins.folder import hand_ins
from grader.handins.matching import match_files
from tests.handins.room import names, put, taken


def test_one_folder_for_each_student_in_natural_order(
    room: Path, exercises: Sequence[Exercise]
) -> None:
    put(room, "student10/lock.py", "student2/lock.py", "Ana/lock.py", ".git/config")
    assert names(room, exercises) == ["Ana", "student2", "student10"]


def test_loose_files_name_student_and_exercise(room: Path, exercises: Sequence[Exercise]) -> None:
    put(room, "alice_lock.py", "queue-alice.ipynb", "Bob Brown - 03_lock (final).py")
    students, _ = hand_ins(room, exercises)
    assert [student.student for student in students] == ["alice", "Bob_Brown"]
    assert taken(students[0], exercises) == {
        "03_lock": "alice_lock.py",
        "07_queue": "queue-alice.ipynb",
    }


def test_a_loose_file_may_be_only_the_students_name(
    room: Path, exercises: Sequence[Exercise]
) -> None:
    put(room, "alice.py", "bob.py")
    students, _ = hand_ins(room, exercises[:1])
    assert [student.student for student in students] == ["alice", "bob"]
    assert taken(students[0], exercises[:1]) == {"03_lock": "alice.py"}


def test_a_folder_that_holds_the_exercises_is_one_students(
    room: Path, exercises: Sequence[Exercise]
) -> None:
    put(room, "03_lock/lock.py", "07_queue/queue_.py", "notes.txt")
    assert names(room, exercises) == ["class"]


def test_other_files_beside_the_students_are_said(
    room: Path, exercises: Sequence[Exercise]
) -> None:
    put(room, "alice/lock.py", "grades.xlsx")
    assert hand_ins(room, exercises)[1] == [
        "grades.xlsx is neither a student's folder nor a program."
    ]


def test_a_loose_text_with_an_exercises_name_is_somebodys_hand_in(
    room: Path, exercises: Sequence[Exercise]
) -> None:
    put(room, "alice_lock.txt", "readme.txt", "bob_queue.py")
    students, notes = hand_ins(room, exercises)
    assert [student.student for student in students] == ["alice", "bob"]
    assert notes == ["readme.txt is neither a student's folder nor a program."]
    assert match_files(students[0], exercises)[0][0].notes == (
        "lock.py was not handed in, but alice_lock.txt was, whose name does not end as a "
        "program's does. Rename it to lock.py.",
    )


@pytest.mark.parametrize(
    ("file", "student"),
    [
        ("alice.zip", "alice"),
        ("alice.tar.gz", "alice"),
        ("Alice B.TAR.BZ2", "Alice B"),
        ("alice.tgz", "alice"),
        ("alice.txz", "alice"),
        ("alice_lock.tar.xz", "alice"),
        ("j.doe.tar.gz", "j.doe"),
        ("alice.rar", "alice"),
        ("lock.tar.gz", "lock"),
    ],
)
def test_an_archive_is_its_students_by_its_whole_name(
    room: Path, exercises: Sequence[Exercise], file: str, student: str
) -> None:
    put(room, file, "zed/lock.py")
    assert names(room, exercises) == [student, "zed"]


def test_a_folder_and_an_archive_of_one_name_are_one_student(
    room: Path, exercises: Sequence[Exercise]
) -> None:
    put(room, "alice/lock.py", "alice.tar.gz", "alice.zip")
    (only,) = hand_ins(room, exercises)[0]
    assert only.files == tuple(
        room / name for name in ("alice/lock.py", "alice.tar.gz", "alice.zip")
    )
    assert match_files(only, exercises)[0][0].path == room / "alice" / "lock.py"

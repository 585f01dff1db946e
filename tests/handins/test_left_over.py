"""What was not handed in, has to be renamed, or lies beside."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from grader.course.course import Exercise
from grader.handins.matching import match_files
from tests.handins.room import SKELETONS, alice, put


def test_a_missing_file_is_said(room: Path, exercises: Sequence[Exercise]) -> None:
    put(room, "alice/lock.py")
    matches, _ = match_files(alice(room, exercises), exercises)
    assert [match.notes for match in matches] == [
        (),
        ("queue_.py was not handed in. Is it named and placed as asked?",),
        ("joinable_queue.py was not handed in. Is it named and placed as asked?",),
    ]


def test_extra_files_are_named_but_not_the_exercises_own(
    room: Path, exercises: Sequence[Exercise]
) -> None:
    put(room, "alice/03_lock/lock.py", "alice/03_lock/README.md", "alice/03_lock/checks.py")
    put(exercises[0].folder, "logs/monday.log")
    put(room, "alice/03_lock/logs/monday.log")
    put(room, *(f"alice/data{number}.txt" for number in range(7)))
    put(room, "alice/old.zip", "alice/.DS_Store", "alice/__pycache__/lock.pyc")
    _, notes = match_files(alice(room, exercises), exercises)
    assert notes == (
        "Not graded, since no exercise asks for it: data0.txt, data1.txt, data2.txt, data3.txt, "
        "data4.txt and 3 more.",
        "Archives beside programs are not opened: hand in either the one or the other.",
    )


def test_files_of_exercises_that_are_not_graded_now_are_no_surprise(
    room: Path, exercises: Sequence[Exercise]
) -> None:
    put(room, "alice/lock.py", "alice/queue_.py", "alice/joinable queue.py", "alice/x.py")
    matches, notes = match_files(alice(room, exercises), exercises[:1], exercises[1:])
    assert [match.path for match in matches] == [room / "alice" / "lock.py"]
    assert notes == ("Not graded, since no exercise asks for it: x.py.",)


def test_a_linked_folder_is_not_followed(room: Path, exercises: Sequence[Exercise]) -> None:
    put(room, "alice/queue_.py")
    (room / "alice" / "more").symlink_to(room.parent / "exercises")
    hand_in = alice(room, exercises)
    assert hand_in.files == (room / "alice" / "queue_.py",)
    assert hand_in.notes == ("more is a link to a folder, and was not followed.",)


@pytest.mark.parametrize("file", ["lock.txt", "Lock final.TXT", "lock.py.txt", "03_lock/lock"])
def test_a_program_that_is_called_a_text_is_told_to_be_renamed(
    room: Path, exercises: Sequence[Exercise], file: str
) -> None:
    put(room, f"alice/{file}", "alice/queue_.py")
    matches, notes = match_files(alice(room, exercises), exercises)
    assert (matches[0].path, matches[0].notes) == (
        None,
        (
            f"lock.py was not handed in, but {file} was, whose name does not end as a "
            f"program's does. Rename it to lock.py.",
        ),
    )
    assert notes == ()


def test_a_document_is_told_to_be_none(room: Path, exercises: Sequence[Exercise]) -> None:
    put(room, "alice/lock.docx")
    assert match_files(alice(room, exercises), exercises)[0][0].notes == (
        "lock.py was not handed in, but lock.docx was, which is a document and no program. Save "
        "its text as lock.py, and hand in that.",
    )


def test_a_text_of_that_name_beside_the_program_is_an_extra_file(
    room: Path, exercises: Sequence[Exercise]
) -> None:
    put(room, "alice/lock.py", "alice/lock.txt")
    matches, notes = match_files(alice(room, exercises), exercises)
    assert (matches[0].path, matches[0].notes) == (room / "alice" / "lock.py", ())
    assert notes == ("Not graded, since no exercise asks for it: lock.txt.",)


def test_other_versions_in_other_folders_are_told(
    room: Path, exercises: Sequence[Exercise]
) -> None:
    put(room, "alice/lock.py", "alice/old/lock.py", "alice/old/older/lock.ipynb")
    put(room, "alice/given/lock.py", text=SKELETONS["03_lock"][1])
    put(room, "alice/same/lock.py", text="# alice/lock.py\n")
    matches, notes = match_files(alice(room, exercises), exercises)
    assert (matches[0].path, matches[0].notes) == (
        room / "alice" / "lock.py",
        ("old/lock.py, old/older/lock.ipynb were not graded: lock.py was.",),
    )
    assert notes == ()


@pytest.mark.parametrize("file", ["work.rar", "work.7z", "lock.py.gz", "lock.RAR"])
def test_archives_of_other_kinds_are_told_to_be_not_supported(
    room: Path, exercises: Sequence[Exercise], file: str
) -> None:
    put(room, f"alice/{file}")
    matches, notes = match_files(alice(room, exercises), exercises)
    assert {match.path for match in matches} == {None}
    kind = Path(file).suffix.lower()
    assert notes == (
        f"{file} was not opened: archives of the kind {kind} are not supported. Hand in a .zip or "
        f".tar.gz, or the files themselves.",
    )


def test_data_and_misnamed_files_of_other_exercises_are_no_surprise(
    room: Path, exercises: Sequence[Exercise]
) -> None:
    put(exercises[1].folder, "logs/monday.log")
    put(room, "alice/lock.py", "alice/07_queue/logs/monday.log", "alice/queue.txt", "alice/x.csv")
    put(room, "alice/work.py", text=SKELETONS["08_joinable_queue"][1])
    _, notes = match_files(alice(room, exercises), exercises[:1], exercises[1:])
    assert notes == ("Not graded, since no exercise asks for it: x.csv.",)

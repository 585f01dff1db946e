"""The demo class: made of whatever a course holds, and all of it gradable."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.course.course import Course, load_course
from grader.course.demo import DemoError, demo_class, make_demo
from grader.course.demo_attacks import HOSTILE
from grader.handins.folder import hand_ins
from grader.handins.matching import match_files
from grader.handins.submission import Submission, read_submission
from tests.small_course import RACY, RIGHT, SKELETON, make_course


def read(folder: Path, course: Course) -> dict[str, list[Submission | None]]:
    """Return what the grader finds of each student."""
    students, notes = hand_ins(folder, course.exercises)
    assert notes == []
    return {
        student.student: [
            match.path and read_submission(match.path)
            for match in match_files(student, course.exercises)[0]
        ]
        for student in students
    }


def text(submission: Submission | None) -> str:
    assert submission is not None
    assert submission.source is not None
    return submission.source.text


def test_every_kind_of_hand_in_is_there(course: Course, tmp_path: Path) -> None:
    pupils = make_demo(tmp_path / "demo", course)
    assert len(pupils) >= 12
    got = read(tmp_path / "demo", course)
    assert set(got) == {pupil.name for pupil in pupils}
    assert [text(one) for one in got["Alice Martin"]] == [RIGHT, RIGHT]
    assert [text(one) for one in got["Dana Kowalska"]] == [RACY, RACY]
    assert [text(one) for one in got["Inês Duarte"]] == [SKELETON, SKELETON]
    assert [text(one) for one in got["Hiro Tanaka"]] == [RIGHT, SKELETON]
    assert "syntax error in line" in str(got["Jonas Weber"][0])
    assert "is not valid UTF-8 text: line 1" in str(got["Kofi Mensah"][0])
    assert got["Lea Schmidt"][0] is None
    assert all(one and one.problem == "" for one in got["Marek Dvořák"])


def test_the_notebook_holds_the_reference_in_cells(course: Course, tmp_path: Path) -> None:
    make_demo(tmp_path / "demo", course)
    one = read(tmp_path / "demo", course)["Chen Wei"][0]
    lines = [line for line in text(one).splitlines() if line]
    written = [line for line in RIGHT.splitlines() if line]
    assert lines == ["%matplotlib inline", *written, 'display("It works.")']
    assert one is not None
    assert one.source is not None
    assert len(one.source.cells) == 5
    assert one.notes[-1] == "Shown, but not run: cell 5. Nothing that is checked needs these lines."


def test_every_hostile_program_is_handed_in_and_can_be_read(course: Course, tmp_path: Path) -> None:
    make_demo(tmp_path / "demo", course)
    got = read(tmp_path / "demo", course)
    texts = [text(one) for ones in got.values() for one in ones if one and one.source]
    for source in HOSTILE.values():
        assert any(one.startswith(source) for one in texts)


def test_the_same_class_every_time(course: Course) -> None:
    assert demo_class(course) == demo_class(course)


def test_a_folder_with_something_in_it_is_left_alone(course: Course, tmp_path: Path) -> None:
    with pytest.raises(DemoError, match=r"is not empty\. Name a new folder"):
        make_demo(tmp_path, course)


def test_a_course_without_solutions(tmp_path: Path) -> None:
    make_course(tmp_path)
    (tmp_path / "solutions").rename(tmp_path / "hidden")
    with pytest.raises(DemoError, match=r"there are none for 01_count"):
        make_demo(tmp_path / "demo", load_course(tmp_path / "exercises"))

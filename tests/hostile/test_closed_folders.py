"""What may be listed and not entered, or neither, costs its student what is in it, and no other."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from grader.commands.classroom import Classroom, ClassroomError
from grader.commands.grade import grade_class
from grader.commands.jobs import job_of
from grader.commands.worker import grade
from grader.course.course import load_course
from grader.handins.archives import opened
from grader.handins.folder import hand_ins, is_gone
from tests.handins.test_archives import zipped
from tests.hostile.attack import SETTINGS
from tests.hostile.test_broken_hand_ins import Quiet, an_ordinary_user, said
from tests.small_course import RIGHT, make_course

LISTED = 0o444  # its names can be read, and nothing that they name


@pytest.fixture
def folder() -> Iterator[Path]:
    """Return a folder that everybody may enter, which those of pytest are not."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        yield folder
        for path in (folder / "class", *(folder / "class").glob("*")):
            path.chmod(0o755)


def class_of(folder: Path) -> Path:
    """Make a class of three, of whom one has handed in an archive."""
    room = folder / "class"
    room.mkdir()
    for name, file, data in (
        ("ali", "count.py", RIGHT.encode()),
        ("bea", "work.zip", zipped(("count.py", RIGHT.encode()))),
        ("cyd", "count.py", RIGHT.encode()),
    ):
        (room / name).mkdir()
        (room / name / file).write_bytes(data)
    (room / "ali" / "deeper").mkdir()
    return room


def test_each_is_told_what_may_not_be_read(folder: Path) -> None:
    room = class_of(folder)
    course = load_course(make_course(folder))
    classroom = Classroom(room, folder / "out", course, SETTINGS, jobs=1)
    for name in ("ali", "bea"):
        (room / name).chmod(LISTED)
    with an_ordinary_user():
        students, _ = hand_ins(room, course.exercises)
        jobs = [job_of(classroom, opened(one, folder / "in" / one.student), "") for one in students]
        ali, bea = (grade(job) for job in jobs[:2])
    assert said(ali) == (
        "The folder deeper can't be read: Permission denied. count.py may not be read. Give "
        "yourself the right to read it, and try again."
    )
    assert said(bea).startswith(
        "work.zip could not be unpacked: it could not be read: Permission denied. Hand in the "
        "files themselves."
    )
    assert [check.verdict for check in (*ali.checks, *bea.checks)] == ["not-done", "not-done"]


def test_each_of_the_class_comes_to_a_worker(folder: Path) -> None:
    room = class_of(folder)
    course = load_course(make_course(folder))
    broken = Classroom(room, folder / "out", course, SETTINGS, jobs=2, worker=("/bin/false",))
    # Once as who we are: another user may not be able to read what is imported late.
    grade_class(replace(broken, out=folder / "before"), Quiet())
    for name in ("ali", "bea"):
        (room / name).chmod(LISTED)
    with an_ordinary_user():
        report = grade_class(broken, Quiet())
    assert {one.student: one.checks[0].message for one in report.students} == dict.fromkeys(
        ("ali", "bea", "cyd"),
        "The grader broke while it graded this hand-in, 2 times (it ended with code 1: without a "
        "word). This is the grader's fault, not the student's. Grade again; what is finished is "
        "kept.",
    )


def test_a_class_that_may_only_be_listed_is_no_students_fault(folder: Path) -> None:
    room = class_of(folder)
    (room / "dan_count.py").write_text(RIGHT)
    course = load_course(make_course(folder))
    room.chmod(LISTED)
    with an_ordinary_user(), pytest.raises(ClassroomError) as caught:
        grade_class(Classroom(room, folder / "out", course, SETTINGS, jobs=2), Quiet())
    room.chmod(0o755)
    assert str(caught.value) == f"{room} can't be read: Permission denied."


def test_what_may_not_be_looked_at_is_not_gone(folder: Path) -> None:
    room = class_of(folder)
    (room / "ali").chmod(LISTED)
    with an_ordinary_user():
        assert not is_gone(room / "ali" / "count.py")
        assert is_gone(room / "cyd" / "nothing.py")
        assert is_gone(room / "cyd" / "count.py" / "nothing.py")


def test_an_archive_that_is_gone_is_told_so(folder: Path) -> None:
    room = class_of(folder)
    (_, bea, _), _ = hand_ins(room, ())
    os.unlink(room / "bea" / "work.zip")
    assert opened(bea, folder / "out").notes == (
        "work.zip could not be unpacked: it is gone. Hand in the files themselves.",
    )

"""A link that is handed in leads nowhere: only files are read, and each link is told."""

from __future__ import annotations

import os
import tarfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from grader.commands.jobs import hash_of
from grader.course.course import Exercise, load_course
from grader.handins.archives import opened
from grader.handins.folder import HandIn, hand_ins
from grader.handins.matching import match_files
from grader.handins.reader import Reader
from tests.handins.test_archives import tarred, zipped
from tests.small_course import RIGHT, make_course

SECRET = "SECRET = 'the solution'\n"
IS_A_LINK = "is a link, and was not read. Hand in a folder or a file."
LEADS_OUT = "leads out of the folder that was handed in"


@pytest.fixture
def exercises(tmp_path: Path) -> Sequence[Exercise]:
    return load_course(make_course(tmp_path, "01_count", "02_sum")).exercises


@pytest.fixture
def room(tmp_path: Path) -> Path:
    """Return a class's folder, with a file beside it that is nobody's hand-in."""
    (tmp_path / "secret.py").write_text(SECRET)
    (tmp_path / "secret.zip").write_bytes(zipped(("count.py", SECRET.encode())))
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "count.py").write_text(SECRET)
    folder = tmp_path / "class"
    (folder / "zed").mkdir(parents=True)
    return folder


def first(room: Path, exercises: Sequence[Exercise]) -> HandIn:
    students, notes = hand_ins(room, exercises)
    assert notes == []
    assert [student.student for student in students[1:]] == ["zed"]
    return students[0]


@pytest.mark.parametrize(
    ("name", "target", "student"),
    [
        ("ann_count.py", "../secret.py", "ann"),
        ("ann_count.py", "/dev/zero", "ann"),
        ("ann_count.py", "zed/count.py", "ann"),  # another student's
        ("ann_count.py", "nowhere.py", "ann"),
        ("ann_count.py", "ann_count.py", "ann"),
        ("ann_count.py", "../secrets", "ann"),
        ("ann_count.ipynb", "../secret.py", "ann"),
        ("ann_count.txt", "../secret.py", "ann"),
        ("ann.zip", "../secret.zip", "ann"),
        ("ann.tar.gz", "../secret.zip", "ann"),
        ("ann.rar", "../secret.zip", "ann"),
        ("ann", "../secrets", "ann"),
        ("ann", "zed", "ann"),
        ("ann.data", "../secret.py", "ann.data"),
    ],
)
def test_a_link_among_the_hand_ins_is_told_and_is_no_file_of_anybody(
    room: Path, exercises: Sequence[Exercise], name: str, target: str, student: str
) -> None:
    (room / name).symlink_to(target)
    ann = first(room, exercises)
    assert (ann.student, ann.files) == (student, ())
    assert ann.notes == (f"{name} {IS_A_LINK}",)
    assert match_files(ann, exercises)[1] == ann.notes


@pytest.mark.parametrize("name", ["ann_count.py", "ann.zip"])
def test_a_pipe_among_them_is_told_as_one(
    room: Path, exercises: Sequence[Exercise], name: str
) -> None:
    os.mkfifo(room / name)
    ann = first(room, exercises)
    assert (ann.student, ann.files) == ("ann", ())
    assert ann.notes == (
        f"{name} is a pipe, a socket or a device, and was not read. Hand in a folder or a file.",
    )


def test_a_link_beside_a_students_folder_changes_nothing_of_it(
    room: Path, exercises: Sequence[Exercise]
) -> None:
    (room / "ann").mkdir()
    (room / "ann" / "count.py").write_text(RIGHT)
    before = first(room, exercises)
    (room / "ann.zip").symlink_to("../secret.zip")
    ann = first(room, exercises)
    assert (ann.root, ann.files, ann.loose) == (before.root, before.files, False)
    assert ann.notes == (f"ann.zip {IS_A_LINK}",)


def test_a_file_that_becomes_a_link_after_it_was_listed_is_not_followed(
    room: Path, exercises: Sequence[Exercise], tmp_path: Path
) -> None:
    names = ("ann_count.py", "ann_sum.ipynb", "ann.zip")
    for name in names:
        (room / name).write_bytes(b"x = 1\n")
    ann = first(room, exercises)
    for name in names:
        (room / name).unlink()
        (room / name).symlink_to("../secret.zip" if name == "ann.zip" else "../secret.py")
    reader = Reader(ann)
    for name in names[:2]:
        read = reader.submission(room / name)
        assert read.source is None
        assert read.problem == (
            f"{name} is a link that {LEADS_OUT}, so it was not followed. Hand in the file itself."
        )
    before = hash_of(ann)
    (tmp_path / "secret.py").write_text("another = 1\n")
    assert hash_of(ann) == before  # what is outside is no part of it
    alone = HandIn("ann", room, (room / "ann.zip",), loose=True)
    assert opened(alone, tmp_path / "out").notes == (
        f"ann.zip could not be unpacked: it is a link that {LEADS_OUT}. Hand in the files "
        f"themselves.",
    )


@pytest.mark.parametrize("beside", ["", "ann.zip"])
def test_a_link_in_a_students_folder_leads_out_of_it_never(
    room: Path, exercises: Sequence[Exercise], beside: str
) -> None:
    """Not into the class's folder either, whatever else the student has handed in there."""
    (room / "ann" / "old").mkdir(parents=True)
    (room / "zed" / "count.py").write_text(SECRET)
    (room / "ann" / "mine.py").write_text(RIGHT)
    (room / "ann" / "count.py").symlink_to("mine.py")
    (room / "ann" / "sum.py").symlink_to("../zed/count.py")
    (room / "ann" / "old" / "sum.py").symlink_to("/dev/zero")
    if beside:
        (room / beside).write_bytes(zipped(("count.py", b"x = 1\n")))
    ann = first(room, exercises)
    reader = Reader(ann)
    inner = reader.submission(room / "ann" / "count.py")
    assert (inner.problem, inner.notes) == ("", ("count.py is a link to mine.py.",))
    for name in ("sum.py", "old/sum.py"):
        assert reader.submission(room / "ann" / name).problem == (
            f"sum.py is a link that {LEADS_OUT}, so it was not followed. Hand in the file itself."
        )


def test_an_archive_that_is_a_link_out_of_a_students_folder_stays_closed(
    room: Path, exercises: Sequence[Exercise], tmp_path: Path
) -> None:
    (room / "ann").mkdir()
    (room / "ann" / "work.zip").symlink_to("../../secret.zip")
    (room / "ann" / "loop.zip").symlink_to("loop.zip")
    ann = opened(first(room, exercises), tmp_path / "out")
    assert ann.files == ()
    assert ann.notes == (
        "loop.zip could not be unpacked: it is a link that leads to nothing, or in a circle. Hand "
        "in the files themselves.",
        f"work.zip could not be unpacked: it is a link that {LEADS_OUT}. Hand in the files "
        f"themselves.",
    )


@pytest.mark.parametrize("kind", ["zip", "symbolic", "hard"])
def test_a_link_within_an_archive_is_left_out(
    room: Path, exercises: Sequence[Exercise], tmp_path: Path, kind: str
) -> None:
    if kind == "zip":
        name, data = "ann.zip", zipped(("count.py", b"../../secret.py"), mode=0o120777)
    else:
        name = "ann.tar"
        how = tarfile.SYMTYPE if kind == "symbolic" else tarfile.LNKTYPE
        data = tarred(("count.py", b""), kind=how, link="../../secret.py")
    (room / name).write_bytes(data)
    ann = opened(first(room, exercises), tmp_path / "out")
    assert ann.files == ()
    assert ann.notes == (f"Left out of {name}: count.py (a link or a device).",)


def test_a_hard_link_is_a_file(room: Path, exercises: Sequence[Exercise]) -> None:
    (room / "zed" / "count.py").write_text(RIGHT)
    os.link(room / "zed" / "count.py", room / "ann_count.py")
    ann = first(room, exercises)
    assert ann.notes == ()
    read = Reader(ann).submission(room / "ann_count.py")
    assert (read.source.text if read.source else "", read.problem) == (RIGHT, "")


def test_the_folder_of_the_class_may_be_a_link(
    room: Path, exercises: Sequence[Exercise], tmp_path: Path
) -> None:
    """Whoever gave the command has named it."""
    (room / "ann_count.py").write_text(RIGHT)
    (room / "zed" / "mine.py").write_text(RIGHT)
    (room / "zed" / "count.py").symlink_to("mine.py")
    (tmp_path / "today").symlink_to("class")
    (ann, zed), notes = hand_ins(tmp_path / "today", exercises)
    assert notes == []
    assert Reader(ann).submission(tmp_path / "today" / "ann_count.py").problem == ""
    assert Reader(zed).submission(tmp_path / "today" / "zed" / "count.py").problem == ""


def test_a_loose_file_whose_name_sorts_before_its_students_folder_is_not_lost(
    room: Path, exercises: Sequence[Exercise]
) -> None:
    (room / "ann").mkdir()
    (room / "ann" / "count.py").write_text(RIGHT)
    (room / "02_sum-ann.py").write_text(RIGHT)
    students, _ = hand_ins(room, exercises)
    assert {one.student: one.files for one in students} == {
        "02_sum-ann": (room / "02_sum-ann.py",),
        "ann": (room / "ann" / "count.py",),
        "zed": (),
    }

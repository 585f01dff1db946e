"""One hand-in never ends the class: whatever is broken is told to its student alone."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import os
import socket
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from grader.commands import classroom as rooms
from grader.commands import grade as classroom
from grader.commands.classroom import Classroom
from grader.commands.grade import grade_class
from grader.course.course import load_course
from grader.handins.archives import opened
from grader.handins.folder import HandIn, hand_ins, own_folder
from grader.handins.submission import read_submission
from grader.model.results import ClassReport, StudentReport
from tests.handins.test_archives import tarred, zipped
from tests.hostile.attack import SETTINGS
from tests.small_course import RIGHT, Quiet, make_course

WHOLE = tarred(("count.py", RIGHT.encode() * 50))
NOISE = bytes(range(256)) * 20
CLOSED = "could not be unpacked: "


def crc_broken() -> bytes:
    data = bytearray(zipped(("count.py", RIGHT.encode())))
    data[data.index(b"PK\x01\x02") + 16] ^= 0xFF
    data[14] ^= 0xFF
    return bytes(data)


def compressed_as(method: int) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        archive.writestr("count.py", RIGHT)
    return made.getvalue()


# By the file's name: what is in it, and what its student is told.
ARCHIVES: dict[str, tuple[bytes, str]] = {
    "cut-b.tar.bz2": (bz2.compress(WHOLE)[:-20], f"{CLOSED}it is damaged (ReadError: "),
    "cut-g.tar.gz": (gzip.compress(WHOLE)[:-100], "its end, which is missing (was it uploaded w"),
    "cut-x.tar.xz": (lzma.compress(WHOLE)[:-60], "its end, which is missing (was it uploaded who"),
    "cut-z.zip": (zipped(("count.py", NOISE))[:-30], f"{CLOSED}it is damaged (BadZipFile: File is"),
    "cut-t.tar": (
        WHOLE[:700],
        "Left out of cut-t.tar: count.py (it is damaged (ReadError: unexpec",
    ),
    "noise-b.tar.bz2": (b"BZh9" + NOISE, f"{CLOSED}it is damaged (OSError: Invalid data stream)"),
    "noise-g.tar.gz": (b"\x1f\x8b\x08" + NOISE, f"{CLOSED}it is damaged (error: Error -3 while"),
    "noise-x.tar.xz": (b"\xfd7zXZ\0" + NOISE, f"{CLOSED}it is damaged (LZMAError: "),
    "noise-z.zip": (NOISE, f"{CLOSED}it is damaged (BadZipFile: File is not a zip file)"),
    "noise-t.tgz": (NOISE, f"{CLOSED}it is damaged (ReadError: "),
    "empty-z.zip": (b"", f"{CLOSED}it is empty. Hand in the files themselves."),
    "empty-t.tar.gz": (b"", f"{CLOSED}it is empty. Hand in the files themselves."),
    "sum-z.zip": (
        crc_broken(),
        "count.py (it is damaged (BadZipFile: Bad CRC-32 for file 'count.p",
    ),
    "bzip-z.zip": (compressed_as(zipfile.ZIP_BZIP2), "count.py (compressed in an unusual way)"),
    "locked-z.zip": (zipped(("count.py", b"1"), flags=1), "count.py (encrypted)"),
    "rar-z.zip": (b"Rar!\x1a\x07\x01\0" + NOISE, f"{CLOSED}it is a .rar or .7z under another name"),
    "rar-r.rar": (
        b"Rar!\x1a\x07\x01\0",
        "was not opened: archives of the kind .rar are not suppor",
    ),
    "seven-7.7z": (
        b"7z\xbc\xaf\x27\x1c",
        "was not opened: archives of the kind .7z are not support",
    ),
    "alone-g.py.gz": (
        gzip.compress(b"1"),
        "was not opened: archives of the kind .gz are not suppor",
    ),
}

# Archives that look like another kind than they are called are opened as what they are.
FINE: dict[str, bytes] = {
    "right-a.tar.gz": gzip.compress(tarred(("count.py", RIGHT.encode()))),
    "right-b.zip": gzip.compress(tarred(("count.py", RIGHT.encode()))),
    "right-c.tbz2": bz2.compress(WHOLE[:512]) + bz2.compress(WHOLE[512:]),
}


def put_odd_things(folder: Path) -> None:
    """Make what is neither a file nor a folder, or is named as nothing should be."""
    (folder / "loop").symlink_to("loop")
    (folder / "ring_count.py").symlink_to("ring_count.py")
    (folder / "loop-z.zip").symlink_to("loop-z.zip")
    (folder / "dangling").symlink_to("nowhere")
    (folder / "dangling-z.zip").symlink_to("nowhere.zip")
    (folder / "link").symlink_to("inner")
    os.mkfifo(folder / "pipe")
    os.mkfifo(folder / "tube_count.py")
    os.mkfifo(folder / "pipe-z.zip")
    inner = folder / "inner"
    inner.mkdir()
    (inner / "count.py").symlink_to("more.py")
    (inner / "more.py").symlink_to("count.py")
    (inner / "deep").symlink_to("../inner")
    deep = folder / "deep" / "/".join("abcdefgh")
    deep.mkdir(parents=True)
    (deep / "count.py").write_text(RIGHT)
    odd = os.fsencode(folder) + b"/caf\xe9"
    os.mkdir(odd)
    with open(odd + b"/count.py", "w") as file:
        file.write(RIGHT)
    with open(odd + b"/\xff\xfe.txt", "w") as file:
        file.write("1")
    (folder / ("n" * 250)).mkdir()
    (folder / ("n" * 250) / "count.py").write_text(RIGHT)
    (folder / "..x").mkdir()  # hidden
    (folder / "x..").mkdir()
    (folder / "x.." / "count.py").write_text(RIGHT)
    (folder / "run").mkdir()  # a name that the grader uses too
    (folder / "run" / "count.py").write_text(RIGHT)
    with socket.socket(socket.AF_UNIX) as one:
        here = os.open(folder, os.O_RDONLY)  # a socket's path must be short
        try:
            one.bind(f"/proc/self/fd/{here}/socket")
        finally:
            os.close(here)


NOT_READ = "and was not read. Hand in a folder or a file."
CIRCLE = "is a link that leads to nothing, or in a circle"

ODD: dict[str, tuple[str, str]] = {
    "loop": ("not-done", f"loop is a link, {NOT_READ}"),
    "loop-z": ("not-done", f"loop-z.zip is a link, {NOT_READ}"),
    "dangling": ("not-done", f"dangling is a link, {NOT_READ}"),
    "dangling-z": ("not-done", f"dangling-z.zip is a link, {NOT_READ}"),
    "link": ("not-done", f"link is a link, {NOT_READ}"),
    "pipe": ("not-done", f"pipe is a pipe, a socket or a device, {NOT_READ}"),
    "tube": ("not-done", f"tube_count.py is a pipe, a socket or a device, {NOT_READ}"),
    "pipe-z": ("not-done", f"pipe-z.zip is a pipe, a socket or a device, {NOT_READ}"),
    "socket": ("not-done", f"socket is a pipe, a socket or a device, {NOT_READ}"),
    "ring": ("not-done", f"ring_count.py is a link, {NOT_READ}"),
    "inner": ("not-done", f"count.py {CIRCLE}"),
    "deep": ("not-done", "What lies deeper than a/b/c/d/e/f was not looked at."),
    "caf\udce9": ("passed", "Not graded, since no exercise asks for it: \\udcff\\udcfe.txt."),
    "n" * 250: ("passed", ""),
    "x..": ("passed", ""),
    "run": ("passed", ""),
}


def said(report: StudentReport) -> str:
    """Return all that a student is told."""
    return " ".join(
        [
            *report.notes,
            *(note for exercise in report.exercises for note in exercise.notes),
            *(check.message for check in report.checks),
        ]
    )


def room_of(tmp_path: Path) -> Classroom:
    (tmp_path / "class").mkdir()
    course = load_course(make_course(tmp_path))
    return Classroom(tmp_path / "class", tmp_path / "out", course, SETTINGS, jobs=2)


def graded(room: Classroom) -> ClassReport:
    """Grade the class, and see that every student of it has a page."""
    report = grade_class(room, Quiet())
    whole = json.loads((room.out / "results.json").read_text())
    assert [one["student"] for one in whole["students"]] == [s.student for s in report.students]
    assert len([*room.out.glob("*.html")]) == len(report.students) + 1
    return report


def test_broken_archives(tmp_path: Path) -> None:
    room = room_of(tmp_path)
    for name, (data, _) in ARCHIVES.items():
        (room.folder / name).write_bytes(data)
    for name, data in FINE.items():
        (room.folder / name).write_bytes(data)
    report = graded(room)
    told = {student.student: said(student) for student in report.students}
    assert set(told) == {
        *(name.partition(".")[0] for name in (*ARCHIVES, *FINE) if name != "alone-g.py.gz"),
        "alone-g.py",
    }
    for name, (_, words) in ARCHIVES.items():
        student = "alone-g.py" if name == "alone-g.py.gz" else name.partition(".")[0]
        assert words in told[student], name
    verdicts = {s.student: {check.verdict for check in s.checks} for s in report.students}
    for student, verdict in verdicts.items():
        assert verdict == ({"passed"} if student.startswith("right-") else {"not-done"}), student


def test_what_is_neither_a_file_nor_a_folder_and_odd_names(tmp_path: Path) -> None:
    room = room_of(tmp_path)
    put_odd_things(room.folder)
    report = graded(room)
    got = {s.student: (s.checks[0].verdict, said(s)) for s in report.students}
    assert set(got) == set(ODD)
    for student, (verdict, words) in ODD.items():
        assert got[student][0] == verdict, student
        assert words in got[student][1], student
    assert report.notes == ()


@pytest.mark.parametrize("how", ["folder", "file"])
def test_a_hand_in_that_is_gone_when_it_is_read_is_unsure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    room = room_of(tmp_path)
    for name in ("ali", "bea"):
        (room.folder / name).mkdir()
        (room.folder / name / "count.py").write_text(RIGHT)

    def listed(*arguments: object, **more: object) -> tuple[tuple[HandIn, ...], list[str]]:
        found = hand_ins(*arguments, **more)  # type: ignore[arg-type]  # handed on as it came
        (room.folder / "ali" / "count.py").unlink()
        if how == "folder":
            (room.folder / "ali").rmdir()
        return found

    monkeypatch.setattr(rooms, "hand_ins", listed)
    ali, bea = graded(room).students
    assert [check.verdict for check in (*ali.checks, *bea.checks)] == ["unsure", "passed"]
    assert said(ali).startswith(
        "The grader broke while it graded this hand-in (RuntimeError: what was handed in was "
        "changed meanwhile)."
    )


def test_a_fault_of_ours_with_one_hand_in_is_unsure_and_the_others_are_graded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = room_of(tmp_path)
    for name in ("ali", "bea"):
        (room.folder / name).mkdir()
        (room.folder / name / "count.py").write_text(RIGHT)

    def breaks(hand_in: HandIn, folder: Path) -> HandIn:
        if hand_in.student == "ali":
            raise RecursionError("too\ndeep")
        return opened(hand_in, folder)

    monkeypatch.setattr(classroom, "opened", breaks)
    ali, bea = graded(room).students
    assert [check.verdict for check in (*ali.checks, *bea.checks)] == ["unsure", "passed"]
    assert said(ali) == (
        "The grader broke while it graded this hand-in (RecursionError: too deep). This is the "
        "grader's fault, not the student's. Grade again; what is finished is kept."
    )


@contextmanager
def an_ordinary_user() -> Iterator[None]:
    """The superuser may read everything."""
    ours = os.geteuid()
    if ours == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(ours)


def test_what_may_not_be_read() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        student = folder / "ali"
        (student / "shut").mkdir(parents=True)
        (student / "count.py").write_text(RIGHT)
        (folder / "bea.zip").write_bytes(zipped(("count.py", RIGHT.encode())))
        closed = (student / "shut", student / "count.py", folder / "bea.zip")
        for path in closed:
            path.chmod(0)
        with an_ordinary_user(), tempfile.TemporaryDirectory() as place:
            hand_in = own_folder(student)
            shut = own_folder(student / "shut")
            read = read_submission(student / "count.py")
            unpacked = opened(HandIn("bea", folder, (folder / "bea.zip",)), Path(place) / "out")
        for path in closed:
            path.chmod(0o700)
    assert hand_in.notes == ("The folder shut can't be read: Permission denied.",)
    assert shut.notes == ("This folder can't be read: Permission denied.",)
    assert read.problem == (
        "count.py may not be read. Give yourself the right to read it, and try again."
    )
    assert unpacked.notes == (
        "bea.zip could not be unpacked: it could not be read: Permission denied. Hand in the files "
        "themselves.",
    )


def test_names_in_archives(tmp_path: Path) -> None:
    """Absolute ones, ones that lead out, are no text, are twice there, differ by case alone."""
    room = room_of(tmp_path)
    names = ["/count.py", "../count.py", "a" * 5000, "a\0b/count.py", "Count.py", "COUNT.py"]
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for name in [*names, "c\udce9\udcff/x.py", "count.py", "count.py", "count.py/x.py"]:
            info = tarfile.TarInfo(name)
            info.size = len(RIGHT)
            archive.addfile(info, io.BytesIO(RIGHT.encode()))
    (room.folder / "ali.tar").write_bytes(made.getvalue())
    (ali,) = graded(room).students
    assert ali.checks[0].verdict == "passed"
    assert ali.notes[:2] == (
        "ali.tar was unpacked: 4 files.",
        "Left out of ali.tar: /count.py (its name begins at the top of a disk), ../count.py (its "
        f"name leads out of the archive), {'a' * 80} (its name is too long, or holds signs that "
        "can't be printed) and 3 more.",
    )

"""Archives that are handed in: what comes out of them, where, and what does not."""

from __future__ import annotations

import io
import stat
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.handins.archives import opened
from grader.handins.folder import HandIn

PROGRAM = b"def count():\n    return 2\n"


def zipped(*entries: tuple[str, bytes], mode: int = 0, flags: int = 0) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            info = zipfile.ZipInfo(name)
            info.external_attr = mode << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    data = made.getvalue()
    if flags:  # of the first entry, in both of its headers
        for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            place = data.index(mark) + offset
            data = data[:place] + bytes([flags]) + data[place + 1 :]
    return data


def tarred(
    *entries: tuple[str, bytes], kind: bytes = tarfile.REGTYPE, link: str = "", how: str = "w"
) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode=how) as archive:  # type: ignore[call-overload]  # a word of the test's own
        for name, data in entries:
            info = tarfile.TarInfo(name)
            info.type, info.linkname, info.size = kind, link, len(data)
            archive.addfile(info, io.BytesIO(data))
    return made.getvalue()


Open = Callable[..., tuple[dict[str, bytes], tuple[str, ...]]]


@pytest.fixture
def unpacked(tmp_path: Path) -> Open:
    """Hand in one archive; return what came out of it, and the notes."""
    (tmp_path / "alice").mkdir()

    def hand_in(name: str, data: bytes) -> tuple[dict[str, bytes], tuple[str, ...]]:
        path = tmp_path / "alice" / name
        path.write_bytes(data)
        made = opened(HandIn("alice", path.parent, (path,)), tmp_path / "out")
        inside = {
            made.shown(file): file.read_bytes() for file in made.files if made.root != path.parent
        }
        # Nothing is anywhere else, and nothing is a link or may be run.
        every = {file for file in tmp_path.rglob("*") if not file.is_dir()}
        assert every == {path, *made.files}
        assert all(stat.S_ISREG(file.lstat().st_mode) for file in made.files)
        assert (made.student, made.loose) == ("alice", False)
        return inside, made.notes

    return hand_in


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("work.zip", zipped(("03_lock/lock.py", PROGRAM))),
        ("WORK.ZIP", zipped(("03_lock/", b""), ("./03_lock//lock.py", PROGRAM))),
        ("work.zip", zipped(("03_lock\\lock.py", PROGRAM))),
        ("work.tar", tarred(("03_lock/lock.py", PROGRAM))),
        ("work.tar.gz", tarred(("03_lock/lock.py", PROGRAM), how="w:gz")),
        ("work.tgz", tarred(("03_lock/lock.py", PROGRAM), how="w:gz")),
        ("work.tar.bz2", tarred(("03_lock/lock.py", PROGRAM), how="w:bz2")),
        ("work.tar.xz", tarred(("03_lock/lock.py", PROGRAM), how="w:xz")),
    ],
)
def test_ordinary_files_come_out(unpacked: Open, name: str, data: bytes) -> None:
    assert unpacked(name, data) == (
        {"03_lock/lock.py": PROGRAM},
        (f"{name} was unpacked: 1 file.",),
    )


TOP = "its name begins at the top of a disk"
OUT = "its name leads out of the archive"
TWICE = "another entry has its name"
SIGNS = "its name is too long, or holds signs that can't be printed"
LINK = "a link or a device"


@pytest.mark.parametrize(
    ("name", "data", "left_out"),
    [
        ("a.zip", zipped(("/etc/x.py", b"1")), f"/etc/x.py ({TOP})"),
        ("a.zip", zipped(("C:\\x.py", b"1")), f"C:\\x.py ({TOP})"),
        ("a.zip", zipped(("../x.py", b"1")), f"../x.py ({OUT})"),
        ("a.zip", zipped(("a/../../x.py", b"1")), f"a/../../x.py ({OUT})"),
        ("a.zip", zipped(("a\\..\\..\\x.py", b"1")), f"a\\..\\..\\x.py ({OUT})"),
        ("a.zip", zipped(("x\x1b[2J.py", b"1")), f"x␛[2J.py ({SIGNS})"),
        ("a.zip", zipped(("x" * 300 + ".py", b"1")), f"{'x' * 80} ({SIGNS})"),
        ("a.zip", zipped(("a/" * 20 + "x.py", b"1")), f"{'a/' * 20}x.py (too deep)"),
        ("a.zip", zipped(("./.", b"1")), "./. (it has no name)"),
        ("a.zip", zipped(("x.py", b"/etc/passwd"), mode=0o120777), f"x.py ({LINK})"),
        ("a.zip", zipped(("x.py", b"1"), flags=1), "x.py (encrypted)"),
        ("a.zip", zipped(("bomb.py", bytes(17 << 20))), "bomb.py (too big)"),
        ("a.tar", tarred(("/x.py", b"1")), f"/x.py ({TOP})"),
        ("a.tar", tarred(("../x.py", b"1")), f"../x.py ({OUT})"),
        (
            "a.tar",
            tarred(("x.py", b""), kind=tarfile.SYMTYPE, link="/etc/passwd"),
            f"x.py ({LINK})",
        ),
        ("a.tar", tarred(("x.py", b""), kind=tarfile.LNKTYPE, link="../y"), f"x.py ({LINK})"),
        ("a.tar", tarred(("x.py", b""), kind=tarfile.FIFOTYPE), f"x.py ({LINK})"),
        ("a.tar", tarred(("x.py", b""), kind=tarfile.BLKTYPE), f"x.py ({LINK})"),
    ],
)
def test_nothing_else_does(unpacked: Open, name: str, data: bytes, left_out: str) -> None:
    assert unpacked(name, data) == ({}, (f"Left out of {name}: {left_out}.",))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_of_two_entries_of_one_name_the_first_one_stays(unpacked: Open) -> None:
    inside, notes = unpacked("a.zip", zipped(("x.py", b"1"), ("x.py", b"2"), ("x.py/y.py", b"3")))
    assert inside == {"x.py": b"1"}
    assert notes == (
        "a.zip was unpacked: 1 file.",
        f"Left out of a.zip: x.py ({TWICE}), x.py/y.py ({TWICE}).",
    )


def test_what_is_left_out_is_told_in_short(unpacked: Open) -> None:
    _, notes = unpacked("a.zip", zipped(*((f"/{n}", b"") for n in range(9))))
    assert notes == (f"Left out of a.zip: /0 ({TOP}), /1 ({TOP}), /2 ({TOP}) and 6 more.",)


def test_a_bomb_of_a_tar_is_not_unpacked(unpacked: Open) -> None:
    data = tarred(("x.py", bytes(80 << 20)), how="w:gz")
    assert len(data) < 1 << 20
    assert unpacked("a.tgz", data) == (
        {},
        ("a.tgz could not be unpacked: it holds more than 64 MiB. Hand in the files themselves.",),
    )


def test_the_archives_of_one_student_share_their_room(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.zip" for number in range(5)]
    for path in paths:
        path.write_bytes(zipped(("x.py", bytes(15 << 20))))
    made = opened(HandIn("alice", tmp_path, tuple(paths)), tmp_path / "out")
    assert [made.shown(file) for file in made.files] == [
        f"archive {number}/x.py" for number in (1, 2, 3, 4)
    ]
    assert made.notes[-1] == "Left out of 4.zip: x.py (too big)."


def test_an_archive_beside_programs_stays_closed(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped(("x.py", PROGRAM)))
    (tmp_path / "lock.py").write_bytes(PROGRAM)
    hand_in = HandIn("alice", tmp_path, (tmp_path / "a.zip", tmp_path / "lock.py"))
    assert opened(hand_in, tmp_path / "out") == hand_in
    assert not (tmp_path / "out").exists()


def test_what_was_unpacked_before_is_gone(unpacked: Open) -> None:
    unpacked("a.zip", zipped(("x.py", PROGRAM)))
    inside, _ = unpacked("a.zip", zipped(("y.py", PROGRAM)))
    assert inside == {"y.py": PROGRAM}


@settings(max_examples=60, derandomize=True, deadline=None, database=None)
@given(
    st.sampled_from(["a.zip", "a.tar", "a.tgz", "a.tar.xz"]),
    st.binary(max_size=300),
    st.integers(0, 400),
    st.booleans(),
)
def test_no_bytes_break_it(
    tmp_path_factory: pytest.TempPathFactory, name: str, noise: bytes, place: int, whole: bool
) -> None:
    """Noise alone, and noise within an archive: an answer and a note, or what is right in it."""
    folder = tmp_path_factory.mktemp("noise")
    how = {"a.tgz": "w:gz", "a.tar.xz": "w:xz"}.get(name, "w")
    right = zipped(("x.py", PROGRAM)) if name == "a.zip" else tarred(("x.py", PROGRAM), how=how)
    data = noise if whole else right[:place] + noise + right[place + len(noise) :]
    (folder / name).write_bytes(data)
    made = opened(HandIn("alice", folder, (folder / name,)), folder / "out")
    assert all(file.is_relative_to(folder / "out") for file in made.files)
    assert {path for path in folder.rglob("*") if path.is_file()} >= set(made.files)

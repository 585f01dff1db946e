"""A class of broken and hostile hand-ins, graded as a whole: every student gets what is due."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from collections.abc import Callable
from pathlib import Path

from grader.commands.classroom import Classroom
from grader.commands.grade import grade_class
from grader.course.course import load_course
from grader.model.results import ClassReport
from tests.handins.test_archives import zipped
from tests.hostile.attack import SETTINGS
from tests.small_course import RIGHT, Quiet, make_course

SCRIPT = "<script>alert(1)</script>"
BIDI = "\u202e"
BROKEN = "raise RuntimeError('this file is not to be imported')\n"
LOUD = f"""\
print("{SCRIPT}\\x1b[2J\\x1b]0;owned\\x07\\0{BIDI}=1+1")
raise RuntimeError("{SCRIPT}\\x1b[31m{BIDI}")
"""


def notebook(*sources: object, **more: object) -> str:
    cells = [
        {"cell_type": "code", "source": s, "metadata": {}, "outputs": [], "execution_count": None}
        for s in sources
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5, **more})


def write(folder: Path, **files: str | bytes) -> None:
    for name, content in files.items():
        path = folder / name.replace("__", ".")
        path.write_bytes(content.encode() if isinstance(content, str) else content)


Put = Callable[[Path], None]


def program(text: str | bytes) -> Put:
    return lambda folder: write(folder, count__py=text)


def book(text: str | bytes) -> Put:
    return lambda folder: write(folder, count__ipynb=text)


def link_out(folder: Path) -> None:
    (folder.parent.parent / "solution.py").write_text(RIGHT)
    (folder / "count.py").symlink_to("../../solution.py")


def device(folder: Path) -> None:
    (folder / "count.py").symlink_to("/dev/zero")


def shadows(folder: Path) -> None:
    write(folder, count__py=RIGHT)
    for name in ("json", "conftest", "multiprocessing", "sitecustomize", "pytest", "grader"):
        (folder / f"{name}.py").write_text(BROKEN)


def hard_link(folder: Path) -> None:
    write(folder, work__txt=RIGHT)
    os.link(folder / "work.txt", folder / "count.py")


HAND_INS: dict[str, tuple[Put, str, str]] = {
    "right": (program(RIGHT), "passed", ""),
    "right-in-an-archive": (
        lambda folder: write(folder, work__zip=zipped(("x/count.py", RIGHT.encode()))),
        "passed",
        "",
    ),
    "shadows-of-modules": (shadows, "passed", ""),
    "a-hard-link": (hard_link, "passed", ""),
    "a-link-that-leads-out": (link_out, "not-done", "is a link that leads out of the folder"),
    "a-device": (device, "not-done", "is a link that leads out of the folder"),
    "a-pipe": (lambda folder: os.mkfifo(folder / "count.py"), "not-done", "not an ordinary file"),
    "a-folder": (lambda folder: (folder / "count.py").mkdir(), "not-done", "was not handed in"),
    "not-utf-8": (program(b"x = '\xff'\n"), "not-done", "is not valid UTF-8 text"),
    "a-zero-byte": (program(b"x = 1\0\n"), "not-done", "holds a zero byte"),
    "empty": (program(b""), "not-done", "is empty"),
    "too-deep": (program("(" * 5000 + ")" * 5000), "failed", "Python can't read"),
    "a-line-of-100-mb": (program(b"#" * (100 << 20)), "not-done", "is larger than 1 MiB"),
    "a-book-that-is-no-json": (book("{"), "not-done", "is not a notebook: it is not valid JSON"),
    "a-book-that-is-too-deep": (book("[" * 10**5), "not-done", "is not a notebook"),
    "a-book-of-an-old-format": (
        book(json.dumps({"worksheets": [], "nbformat": 3, "nbformat_minor": 0})),
        "not-done",
        "does not have the form of a notebook",
    ),
    "a-book-without-code": (book(notebook()), "not-done", "has no code in it"),
    f"{SCRIPT.replace('/', '')}": (program(LOUD), "failed", "RuntimeError"),
    "=cmd|' '!A1": (program(LOUD), "failed", "RuntimeError"),
    f"\x1b[2J{BIDI}ansi\n": (program(LOUD), "failed", "RuntimeError"),
    "a-loud-book": (
        book(notebook(LOUD, f"def count():\n    '{SCRIPT}'")),
        "failed",
        "the result is None.",
    ),
}


def test_a_class_of_them(tmp_path: Path) -> None:
    for name, (put, _, _) in HAND_INS.items():
        (tmp_path / "class" / name).mkdir(parents=True)
        put(tmp_path / "class" / name)
    course = load_course(make_course(tmp_path))
    out = tmp_path / "out"
    room = Classroom(tmp_path / "class", out, course, SETTINGS, jobs=2)
    before = {*tmp_path.rglob("*")}
    report = grade_class(room, Quiet())
    every_student_gets_what_is_due(report)
    nothing_is_obeyed_by_who_shows_it(out)
    assert {path for path in tmp_path.rglob("*") if out not in [*path.parents, path]} == before


def every_student_gets_what_is_due(report: ClassReport) -> None:
    wanted = {
        name: (verdict, 2 * (verdict == "passed")) for name, (_, verdict, _) in HAND_INS.items()
    }
    got = {}
    for student in report.students:
        (check,) = student.exercises[0].checks
        got[student.student] = (check.verdict, check.earned)
        assert HAND_INS[student.student][2] in check.message
    assert got == wanted


def nothing_is_obeyed_by_who_shows_it(out: Path) -> None:
    pages = [*out.glob("*.html")]
    assert len(pages) == len(HAND_INS) + 1
    for path in [*pages, out / "grades.csv", out / "junit.xml"]:
        text = path.read_text()
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", text), path
        assert path.suffix == ".csv" or "<script>alert" not in text
    names = [row[0] for row in csv.reader(io.StringIO((out / "grades.csv").read_text()))]
    assert [name for name in names if name[:1] in "=+-@"] == []
    assert "'=cmd|' '!A1" in names
    assert len(json.loads((out / "results.json").read_text())["students"]) == len(HAND_INS)

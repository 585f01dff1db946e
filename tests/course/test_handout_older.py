"""An older handout lies where a new one is made: what is no longer given is named, and left."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from grader import cli
from grader.course.course import load_course
from grader.course.handout import make_handout
from grader.course.handout_files import Handout
from tests.small_course import RIGHT, make_course

Init = Callable[..., Handout]


@pytest.fixture
def students(tmp_path: Path) -> Path:
    return tmp_path / "students"


@pytest.fixture
def init(tmp_path: Path, students: Path) -> Init:
    """Make a handout of a course with these exercises, again and again into the same folder."""

    def again(*names: str) -> Handout:
        shutil.rmtree(tmp_path / "course", ignore_errors=True)
        course = load_course(make_course(tmp_path / "course", *names))
        return make_handout(students, course, notebooks=False)

    return again


def files(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_an_exercise_that_was_renumbered_is_named_with_its_new_number(
    init: Init, students: Path
) -> None:
    assert init("01_count", "08_joinable_queue").older == ()
    (students / "08_joinable_queue" / "joinable_queue.py").write_text(RIGHT)
    before = files(students / "08_joinable_queue")
    made = init("01_count", "09_joinable_queue")
    assert made.older == (("08_joinable_queue", "09_joinable_queue"),)
    assert files(students / "08_joinable_queue") == before
    assert init("01_count", "09_joinable_queue").older == made.older  # as long as it lies there
    shutil.rmtree(students / "08_joinable_queue")
    assert init("01_count", "09_joinable_queue").older == ()


def test_of_two_that_changed_their_places_both_are_named(init: Init) -> None:
    init("01_count", "02_add")
    assert init("01_add", "02_count").older == (("01_count", "02_count"), ("02_add", "01_add"))


def test_one_that_is_of_the_course_no_more_has_no_new_place(init: Init) -> None:
    init("01_count", "02_add")
    assert init("01_count").older == (("02_add", ""),)


def test_so_it_is_where_nothing_is_remembered(init: Init, students: Path) -> None:
    init("01_count", "02_add")
    (students / ".handout.json").unlink()
    assert init("01_count").older == (("02_add", ""),)


def test_a_file_of_an_exercise_that_is_given_no_more_is_named(
    init: Init, students: Path, tmp_path: Path
) -> None:
    course = load_course(make_course(tmp_path / "first"))
    (course.exercises[0].folder / "monday.log").write_text("1")
    (course.exercises[0].folder / "tuesday.log").write_text("2")
    make_handout(students, course, notebooks=False)
    (students / "01_count" / "tuesday.log").unlink()
    made = init("01_count")
    assert made.older == (("01_count/monday.log", ""),)
    assert (students / "01_count" / "monday.log").read_text() == "1"


def test_what_students_made_there_themselves_is_not_named(init: Init, students: Path) -> None:
    init("01_count")
    shutil.copytree(students / "01_count", students / "01_count_old")
    shutil.copytree(students / "01_count", students / "01_count copy")
    (students / "99_notes").mkdir()
    (students / "01_count" / "mine.py").write_text("1")
    assert init("01_count").older == ()


def test_the_command_says_what_to_do(
    init: Init,
    students: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    init("01_count", "08_queue", "10_more")
    exercises = make_course(tmp_path / "next", "01_count", "09_queue")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    assert cli.run(["init", "students", "--exercises", str(exercises)]) == 0
    assert (
        "Of an earlier handout, no longer given, and left as they are:\n"
        "  08_queue (now 09_queue)\n"
        "  10_more\n"
        "An exercise among them is still checked as one of the course. Move the work that is in it "
        "to the folder that is named behind it, and remove it then.\n"
    ) in capsys.readouterr().out

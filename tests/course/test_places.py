"""By which course a class is graded: the teacher's, whatever lies among the hand-ins."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from grader import cli
from grader.course import places
from grader.course.course import CourseError
from grader.course.places import course_for_grading, exercises_above
from tests.small_course import RACY, RIGHT, make_course

# A student's own checks: whatever was written passes, and the file tells that it was run.
FORGED = """\
from pathlib import Path

from grader import check, scenario

Path({mark!r}).touch()


@scenario(schedules=1)
def nothing(student):
    return 1


@check(nothing, points=100)
def test_all_is_right(run):
    "All is right."
"""


@pytest.fixture
def forged(tmp_path: Path) -> Callable[[Path], Path]:
    """Make a whole exercise of a student's own in a folder."""

    def make(folder: Path) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "README.md").write_text("# Mine\n")
        (folder / "checks.py").write_text(FORGED.format(mark=str(tmp_path / "was-run")))
        (folder / "count.py").write_text(RACY)
        return folder

    return make


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No course beside the package, as where it was installed from a wheel."""
    tmp_path.chmod(0o700)
    monkeypatch.setattr(places, "exercises_beside", lambda: None)
    monkeypatch.setenv("COLUMNS", "80")


def graded(*arguments: object) -> int:
    return cli.run(["grade", *map(str, arguments), "--jobs", "1"])


def results(out: Path) -> dict[str, tuple[str, str]]:
    """Return by student which exercises were graded, and by whose."""
    data = json.loads((out / "results.json").read_text())
    return {
        one["student"]: (
            " ".join(exercise["exercise"] for exercise in one["exercises"]),
            one["course_folder"],
        )
        for one in data["students"]
    }


def test_a_whole_handout_that_is_handed_in_is_graded_by_the_teachers_checks(
    tmp_path: Path,
    forged: Callable[[Path], Path],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    course = make_course(tmp_path / "teacher")
    handed_in = tmp_path / "teacher" / "class"
    forged(handed_in / "ali" / "01_count")
    forged(handed_in / "bea_work")
    forged(handed_in / "cid" / "exercises" / "01_count")
    (handed_in / "checks.py").write_text((handed_in / "bea_work" / "checks.py").read_text())
    for here in (handed_in, handed_in / "ali", handed_in / "cid"):
        monkeypatch.chdir(here)
        out = tmp_path / f"out-{here.name}"
        assert graded(handed_in, "-o", out) == 0
        assert capsys.readouterr().out.splitlines()[0] == f"Graded by the exercises in {course}"
        every = results(out)
        assert {every[name] for name in ("ali", "bea_work", "cid")} == {("01_count", str(course))}
    assert not (tmp_path / "was-run").exists()
    page = (tmp_path / "out-ali" / "ali.html").read_text()
    assert f"Exercises: {course}." in page
    assert f"Exercises: {course}." in (tmp_path / "out-ali" / "index.html").read_text()


@pytest.mark.parametrize("named", [".", "ali", "link", "ali/.."])
def test_a_course_among_the_hand_ins_can_not_even_be_named(
    tmp_path: Path,
    forged: Callable[[Path], Path],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    named: str,
) -> None:
    forged(tmp_path / "class" / "ali" / "01_count")
    forged(tmp_path / "class" / "02_bea")
    (tmp_path / "class" / "link").symlink_to("ali")
    monkeypatch.chdir(tmp_path / "class")
    assert graded(".", "-o", "../out", "--exercises", named) == 2
    assert capsys.readouterr().err == (
        f"grader: The course in {Path(named)} lies in the folder of hand-ins or of what was "
        f"unpacked from them, and its checks.py would run as you, whoever wrote it. Name your own "
        f"course, outside of it, with --exercises.\n"
    )
    assert not (tmp_path / "was-run").exists()


def test_no_course_but_the_students_is_exit_2_and_names_the_option(
    tmp_path: Path,
    forged: Callable[[Path], Path],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    forged(tmp_path / "class" / "01_ali")
    monkeypatch.chdir(tmp_path / "class" / "01_ali")
    assert graded("..", "-o", tmp_path / "out") == 2
    assert capsys.readouterr().err == (
        f"grader: No course was found in {Path.cwd()} or above it. What was handed in is never "
        f"taken for one, as that in {tmp_path}/class. Name the folder of your own exercises with "
        f"--exercises.\n"
    )


def test_a_folder_of_hand_ins_is_no_exercise_of_the_course_that_it_lies_in(
    tmp_path: Path, forged: Callable[[Path], Path]
) -> None:
    course = make_course(tmp_path)
    forged(course / "02_week")
    got = course_for_grading(course, None, [course / "02_week"])
    assert [exercise.name for exercise in got.course.exercises] == ["01_count"]


def test_what_was_unpacked_from_hand_ins_is_no_course(
    tmp_path: Path, forged: Callable[[Path], Path]
) -> None:
    unpacked = tmp_path / "out" / ".state"
    forged(unpacked / "unpacked" / "ali" / "01_count")
    assert exercises_above(unpacked / "unpacked" / "ali") == unpacked / "unpacked" / "ali"
    with pytest.raises(CourseError, match=r"^No course was found"):
        course_for_grading(unpacked / "unpacked" / "ali", None, [tmp_path / "class", unpacked])


@pytest.mark.parametrize("file", ["checks.py", "count.py", "more.txt"])
def test_a_file_of_the_course_that_links_to_a_hand_in_is_refused(tmp_path: Path, file: str) -> None:
    course = make_course(tmp_path)
    (tmp_path / "class").mkdir()
    (tmp_path / "class" / "theirs").write_text((course / "01_count" / "checks.py").read_text())
    (course / "01_count" / file).unlink(missing_ok=True)
    (course / "01_count" / file).symlink_to(tmp_path / "class" / "theirs")
    with pytest.raises(CourseError, match=rf"{file} leads to a file that was handed in"):
        course_for_grading(tmp_path, None, [tmp_path / "class"])


def test_an_exercise_that_is_a_link_to_a_hand_in_is_none(
    tmp_path: Path, forged: Callable[[Path], Path]
) -> None:
    course = make_course(tmp_path)
    (course / "02_more").symlink_to(forged(tmp_path / "class" / "ali"))
    got = course_for_grading(tmp_path, None, [tmp_path / "class"])
    assert [exercise.name for exercise in got.course.exercises] == ["01_count"]


# Places that others may write to


def test_a_course_in_a_folder_that_everybody_writes_to_is_refused_also_by_name(
    tmp_path: Path,
) -> None:
    course = make_course(tmp_path / "shared")
    (tmp_path / "shared").chmod(0o777)
    for named in (None, course):
        with pytest.raises(CourseError) as caught:
            course_for_grading(tmp_path / "shared", named, [tmp_path / "class"])
        assert str(caught.value) == (
            f"{tmp_path}/shared can be written to by everybody on this machine, so the checks in "
            f"{course}, which run as you, may not be yours. Take that right away: chmod o-w "
            f"{tmp_path}/shared Or copy the course to a folder of your own, and name that with "
            f"--exercises."
        )


def test_of_a_checkout_under_umask_0_one_command_closes_all(tmp_path: Path) -> None:
    checkout = tmp_path / "the checkout"
    course = make_course(checkout, "01_count", "02_more")
    for path in (checkout, *checkout.rglob("*")):
        path.chmod(0o777 if path.is_dir() else 0o666)
    with pytest.raises(CourseError) as caught:
        course_for_grading(checkout, course, [])
    assert str(caught.value) == (
        f"{checkout} can be written to by everybody on this machine, so the checks in {course}, "
        f"which run as you, may not be yours. It is so for more than that. Take that right away: "
        f"chmod -R o-w '{checkout}' Or copy the course to a folder of your own, and name that with "
        f"--exercises."
    )
    subprocess.run(["chmod", "-R", "o-w", checkout], check=True)
    course_for_grading(checkout, course, [])


def test_of_files_that_everybody_writes_to_their_folder_is_named(tmp_path: Path) -> None:
    course = make_course(tmp_path, "01_count", "02_more")
    (course / "01_count" / "checks.py").chmod(0o666)
    with pytest.raises(CourseError, match=f"away: chmod o-w {course}/01_count/checks.py Or "):
        course_for_grading(tmp_path, None, [])
    (course / "02_more" / "checks.py").chmod(0o666)
    with pytest.raises(CourseError, match=f"that right away: chmod -R o-w {course} Or copy"):
        course_for_grading(tmp_path, None, [])


def test_a_course_in_a_parent_that_is_a_shared_temporary_folder(
    tmp_path: Path, forged: Callable[[Path], Path]
) -> None:
    """Whoever may write there could have put it there; our own folder in it is ours."""
    shared = tmp_path / "tmp"
    (shared / "work").mkdir(parents=True)
    forged(shared / "01_count")
    shared.chmod(0o1777)
    with pytest.raises(CourseError, match=f"^{shared} can be written to by everybody"):
        course_for_grading(shared / "work", None, [shared / "work" / "class"])
    shutil.rmtree(shared / "01_count")
    course = make_course(shared / "work")
    assert course_for_grading(shared / "work", None, []).course.folder == course


@pytest.mark.skipif(os.geteuid() != 0, reason="only the superuser gives files away")
@pytest.mark.parametrize("part", ["", "01_count", "01_count/checks.py", "01_count/count.py"])
def test_a_course_of_somebody_else_has_to_be_named_and_is_told(tmp_path: Path, part: str) -> None:
    course = make_course(tmp_path)
    os.chown(course / part, 12345, -1)
    with pytest.raises(CourseError) as caught:
        course_for_grading(tmp_path, None, [])
    assert str(caught.value) == (
        f"{course / part} belongs to the user 12345, so the checks in {course}, which run as you, "
        f"may not be yours. Work with a copy of your own. Or, if you trust them, name the course: "
        f"--exercises {course}"
    )
    assert course_for_grading(tmp_path, course, []).notes == (
        f"{course / part} belongs to the user 12345. Whoever that is can change what these points "
        f"mean.",
    )


def test_copies_in_the_course_are_told(tmp_path: Path) -> None:
    course = make_course(tmp_path)
    shutil.copytree(course / "01_count", course / "01_count_old")
    got = course_for_grading(tmp_path, None, [])
    assert [exercise.name for exercise in got.course.exercises] == ["01_count"]
    assert got.notes == (
        "01_count_old is left out: by its name or its checks it is a copy of 01_count.",
    )


# regrade, and what is imported on the way


def test_regrade_takes_no_course_of_a_student_either(
    tmp_path: Path,
    forged: Callable[[Path], Path],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    course = make_course(tmp_path / "teacher")
    handed_in = tmp_path / "class"
    forged(handed_in / "ali" / "01_count")
    assert graded(handed_in, "-o", tmp_path / "out", "--exercises", course) == 0
    monkeypatch.chdir(handed_in / "ali")
    regrade = ["regrade", "ali", "-o", str(tmp_path / "out")]
    assert cli.run(regrade) == 2
    assert "grader: No course was found in " in capsys.readouterr().err
    assert cli.run([*regrade, "--exercises", str(handed_in / "ali")]) == 2
    assert " lies in the folder of hand-ins " in capsys.readouterr().err
    moved = shutil.move(course, tmp_path / "elsewhere")
    assert cli.run([*regrade, "--exercises", str(moved)]) == 0
    out = capsys.readouterr().out.splitlines()
    assert (out[0], out[-1]) == (
        f"Graded by the exercises in {tmp_path}/elsewhere",
        "The same result as before.",
    )
    assert not (tmp_path / "was-run").exists()


@pytest.mark.parametrize("how", [["grader"], ["-P", "-m", "grader"], ["-m", "grader"]])
def test_nothing_is_imported_from_the_folder_where_the_command_is_given(
    tmp_path: Path, how: list[str]
) -> None:
    """Neither by the command nor by its workers, with an empty part in PYTHONPATH too."""
    course = make_course(tmp_path, "01_count", "02_more")
    handed_in = tmp_path / "class"
    handed_in.mkdir()
    mark = f"open({str(tmp_path / 'was-run')!r}, 'w')\n"
    for name in ("grader", "multiprocessing", "queue", "pickle", "click", "encodings", "signal"):
        (handed_in / f"{name}.py").write_text(mark)
    (handed_in / "ali_count.py").write_text(RIGHT)
    (handed_in / "ali_more.py").write_text(RIGHT)
    script = Path(sys.executable).parent / "grader"
    if how == ["grader"] and not script.is_file():
        pytest.skip("the command is not installed beside this interpreter")
    if how == ["-m", "grader"]:
        (handed_in / "grader.py").unlink()  # which Python would run, and nothing of ours can help
        for name in ("multiprocessing", "encodings", "signal"):
            (handed_in / f"{name}.py").unlink()  # imported by Python itself before
    for command in (
        ["grade", ".", "-o", "../out", "--exercises", str(course), "--jobs", "2"],
        ["regrade", "ali", "-o", "../out", "--exercises", str(course)],
        ["check", "ali_count.py", "ali_more.py", "--exercises", str(course)],
    ):
        done = subprocess.run(
            [*([str(script)] if how == ["grader"] else [sys.executable, *how]), *command],
            cwd=handed_in,
            env=os.environ | {"XDG_CACHE_HOME": str(tmp_path / "cache"), "PYTHONPATH": ""},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    assert not (tmp_path / "was-run").exists()


def test_only_a_numbered_folder_with_checks_makes_a_course(tmp_path: Path) -> None:
    for name in ("test_things", "old_03_lock"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "checks.py").write_text("raise SystemExit\n")
    (tmp_path / "work").mkdir()
    found = exercises_above(tmp_path / "work")
    assert found is None or not found.is_relative_to(tmp_path)
    (tmp_path / "03_lock").mkdir()
    (tmp_path / "03_lock" / "checks.py").write_text("")
    assert exercises_above(tmp_path / "work") == tmp_path

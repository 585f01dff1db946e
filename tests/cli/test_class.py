"""Grade, demo and verify: a class, and a course that is whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.small_course import RIGHT, make_course


def test_grade_succeeds_when_the_grading_does(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_course(tmp_path)
    (tmp_path / "class").mkdir()
    (tmp_path / "class" / "ali_count.py").write_text(RIGHT)
    (tmp_path / "class" / "bea_count.py").write_text("")
    assert run("grade", "class", "-o", "out", "--jobs", "2") == 0
    out = capsys.readouterr().out
    assert out.splitlines()[0] == f"Graded by the exercises in {tmp_path}/exercises"
    assert [line.split() for line in out.splitlines()[1:4]] == [
        ["student", "01_count", "points"],
        ["ali", "2", "2/2"],
        ["bea", "0", "0/2"],
    ]
    assert out.splitlines()[-1] == "Reports: out/index.html"
    assert run("grade", "class", "-o", "out", "--fail-below-full") == 1
    assert run("grade", "nowhere", "-o", "out") == 2


def test_demo_writes_a_class_and_says_how_to_grade_it(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_course(tmp_path)
    assert run("demo", "class") == 0
    out = capsys.readouterr().out
    assert out.endswith("\nGrade them:  grader grade class -o class-reports\n")
    assert (tmp_path / "class" / "Alice Martin" / "01_count" / "count.py").read_text() == RIGHT
    assert run("demo", "class") == 2


def test_verify_proves_a_course_and_fails_for_one_that_is_wrong(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_course(tmp_path)
    bug = tmp_path / "solutions" / "01_count" / "wrong" / "test_counts" / "racy.py"
    bug.write_text(f"# cause: lost-update\n# Not wrong at all.\n{RIGHT}")
    assert run("verify", "count", "--jobs", "1") == 1
    assert "WRONG 01_count: wrong/test_counts/racy.py" in capsys.readouterr().out


def test_verify_tells_how_late_each_mistake_is_caught(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_course(tmp_path)
    assert run("verify", "count", "--jobs", "1", "--seeds", "2") == 0
    told = [line for line in capsys.readouterr().out.splitlines() if "wrong/" in line]
    assert told == [
        "ok    01_count: wrong/test_counts/racy.py after 2 of 20 schedules, with 2 seeds"
    ]


def test_teachers_are_told_before_anything_is_graded_by_half_a_course(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    exercises = make_course(tmp_path, "01_count", "02_more")
    (exercises / "02_more" / "more.py").unlink()
    (tmp_path / "class").mkdir()
    (tmp_path / "class" / "ali_count.py").write_text(RIGHT)
    for command in (
        ["grade", "class", "-o", "out"],
        ["verify"],
        ["init", "students"],
        ["demo", "new-class"],
    ):
        assert run(*command, "--exercises", exercises) == 2
        assert capsys.readouterr().err == (
            f"grader: The course in {exercises} is not whole: 02_more must hold one .py or "
            f'notebook besides checks.py, unless its README.md says "hand in `NAME`". Files that '
            f"could be handed in: none.\n"
        )
    (exercises / "02_more" / "more.py").touch()
    (exercises / "02_more" / "checks.py").write_text("1 / 0\n")
    assert run("grade", "class", "-o", "out", "--exercises", exercises) == 2
    assert "02_more/checks.py:1: ZeroDivisionError" in capsys.readouterr().err
    assert not list((tmp_path / "out").glob("*.html"))

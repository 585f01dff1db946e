"""`grader check`: what decides its exit code is the work, and what was given out and has gone."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from grader import cli
from tests.small_course import RIGHT, SKELETON, make_course

Check = Callable[..., tuple[int, str]]


@pytest.fixture
def exercises(tmp_path: Path) -> Path:
    return make_course(tmp_path)


@pytest.fixture
def check(
    exercises: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Check:
    """Check in a folder of a course; return the exit code, and what was told in one line."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("COLUMNS", "200")

    def command(*words: str, at: Path = exercises) -> tuple[int, str]:
        monkeypatch.chdir(at)
        code = cli.run(["check", *words])
        said = capsys.readouterr()
        return code, " ".join((said.out + said.err).split())

    return command


# where nothing can be kept


@pytest.mark.parametrize(("program", "code"), [(RIGHT, 0), (SKELETON, 1)])
def test_a_page_that_can_not_be_kept_decides_nothing(
    check: Check, exercises: Path, tmp_path: Path, program: str, code: int
) -> None:
    (exercises / "01_count" / "count.py").write_text(program)
    (tmp_path / "cache").write_text("a file, so that no folder can be here")
    page = tmp_path / "cache" / "concurrency-grader" / "01_count.html"
    got, told = check()
    assert got == code
    assert (
        f"grader: {page} can't be written to: Not a directory. So there is no page of this check: "
        f"--html FILE says where to."
    ) in told
    assert "Page:" not in told
    assert f"Points: {2 - 2 * code} of 2 points" in told


def test_a_page_whose_place_was_named_must_be_written(
    check: Check, exercises: Path, tmp_path: Path
) -> None:
    (exercises / "01_count" / "count.py").write_text(RIGHT)
    (tmp_path / "file").touch()
    got, told = check("--html", str(tmp_path / "file" / "page.html"))
    assert got == 2
    assert told.endswith(f"grader: {tmp_path}/file/page.html can't be written to: File exists.")
    (tmp_path / "cache").touch()
    got, told = check("--html", str(tmp_path / "page.html"))
    assert (got, f"Page: {tmp_path}/page.html" in told) == (0, True)


def test_where_no_hint_can_be_kept_the_first_one_is_given(check: Check, tmp_path: Path) -> None:
    (tmp_path / "cache").touch()
    for _ in range(2):
        got, told = check("--hint")
        assert got == 1
        assert "What is between reading and writing?" in told
        assert "See Value.get_lock." not in told


# --started: what was given out and has gone is no TODO


def test_checks_that_can_not_be_used_are_told_and_are_red(check: Check, exercises: Path) -> None:
    (exercises / "01_count" / "checks.py").write_text("def (:\n")
    got, told = check("--started")
    assert got == 1
    assert "The checks of 01_count can't be used: " in told
    assert "checks.py:1: syntax error: " in told
    assert "Nothing was begun yet" not in told
    assert "Not begun" not in told


def test_so_are_they_beside_an_exercise_that_nobody_has_begun(
    check: Check, tmp_path: Path, exercises: Path
) -> None:
    more = shutil.copytree(exercises / "01_count", exercises / "02_more")
    (more / "count.py").rename(more / "more.py")
    (more / "checks.py").write_text("def (:\n")
    got, told = check("--started")
    assert got == 1
    assert "The checks of 02_more can't be used: " in told
    assert "Not begun, so not judged: 01_count" in told


@pytest.mark.parametrize("words", [[], ["01_count_mine"]])
def test_the_file_of_a_copy_that_is_gone_is_red(
    check: Check, exercises: Path, words: list[str]
) -> None:
    copy = shutil.copytree(exercises / "01_count", exercises / "01_count_mine")
    at = exercises if words else copy
    assert check("--started", *words, at=at)[0] == 0  # every TODO is there
    (copy / "count.py").unlink()
    got, told = check("--started", *words, at=at)
    assert got == 1
    assert "count.py was not found. Check the name and the folder." in told
    assert "Nothing was begun yet" not in told


def test_so_it_is_where_the_original_has_gone_too(check: Check, exercises: Path) -> None:
    copy = shutil.copytree(exercises / "01_count", exercises / "01_count_mine")
    for folder in (copy, exercises / "01_count"):
        (folder / "count.py").unlink()
    got, told = check("--started", at=copy)
    assert got == 1
    assert "count.py was not found. Check the name and the folder." in told


def test_the_file_of_an_exercise_that_is_gone_is_red_as_before(
    check: Check, exercises: Path
) -> None:
    (exercises / "01_count" / "count.py").unlink()
    assert check("--started")[0] == 1

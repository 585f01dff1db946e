"""Init: what it writes, names and refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.version import __version__
from tests.cli.conftest import Run
from tests.small_course import RIGHT, make_course


def test_init_writes_a_handout_and_names_what_it_leaves(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_course(tmp_path)
    assert run("init", "students", "--exercises", "exercises") == 0
    assert capsys.readouterr().out == (
        "8 files written to students.\n"
        "Hand out the folder as it is: its README.md tells students how to begin. What \n"
        "they hand in goes into one folder, which you grade:\n"
        "  grader grade FOLDER -o REPORTS\n"
    )
    (tmp_path / "students" / "01_count" / "count.py").write_text(RIGHT)
    assert run("init", "students", "--exercises", "exercises") == 0
    assert capsys.readouterr().out == (
        "Nothing was missing. 7 files there already.\n"
        "Left as they are, since they are not what would be written:\n"
        "  01_count/count.py\n"
        "To have one of them anew, move yours away and run this again.\n"
    )


def test_init_tells_what_it_renews_and_removes(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_course(tmp_path)
    run("init", "students")
    capsys.readouterr()
    assert run("init", "students", "--package", "our-own-grader") == 0
    assert capsys.readouterr().out.splitlines()[:2] == [
        "3 files renewed. 4 files there already.",
        f"Removed, since nothing needs it now: concurrency_grader-{__version__}-py3-none-any.whl",
    ]


def test_init_tells_students_where_the_grader_comes_from(run: Run, tmp_path: Path) -> None:
    make_course(tmp_path)
    options = ("--exercises", "exercises", "--package", "our-own-grader")
    assert run("init", "students", *options) == 0
    readme = (tmp_path / "students" / "README.md").read_text("utf-8")
    assert "    python -m pip install our-own-grader\n" in readme


def test_init_refuses_what_it_can_t_do_with_one_message(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    exercises = make_course(tmp_path)
    (tmp_path / "students").write_text("")
    assert run("init", "students") == 2
    assert capsys.readouterr().err == (
        "grader: students is a file, and the handout needs a folder of that name. Move it away.\n"
    )
    (tmp_path / "empty").mkdir()
    assert run("init", "new", "--exercises", "empty") == 2
    assert "holds a checks.py, so it is no course" in capsys.readouterr().err
    assert run("init", exercises / "new") == 2
    assert "is in the course's own folder" in capsys.readouterr().err
    assert not (tmp_path / "new").exists()

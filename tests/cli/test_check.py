"""Check: a student's own work, wherever it lies."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
import pytest

from grader import cli
from grader.course import places
from tests.cli.conftest import Run
from tests.small_course import CHECKS, RACY, RIGHT, make_course


def test_check_tells_the_story_the_points_and_how_to_see_it_again(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_course(tmp_path)
    (tmp_path / "count.py").write_text(RACY)
    assert run("check", "count.py") == 1
    out = capsys.readouterr().out
    head, first, *_ = (" ".join(line.split()) for line in out.splitlines())
    assert head == "01_count Counting together 0 of 2 points"
    assert first == "FAILED 0/2 Both processes are counted."
    assert "Two were to be counted, and the result is 1." in " ".join(out.split())
    assert "Points: 0 of 2 points\nA hint:  grader check count.py --hint\n" in out
    page = Path(out.split("Page:")[1].strip())
    assert page.is_file()
    command = next(line.split() for line in out.splitlines() if "grader replay" in line)
    assert command[3:] == ["count.py", "--check", "01_count/test_counts"]
    assert run(*command[1:], "--html", "replay.html") == 0
    again = capsys.readouterr().out
    assert "".join(again.splitlines()).startswith(
        f"Checked by the exercises in {tmp_path / 'exercises'}"
    )
    assert "lost-update" in again
    assert (tmp_path / "replay.html").is_file()


def test_check_is_exit_0_only_at_full_points(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_course(tmp_path)
    assert run("check") == 1
    assert "to do" in capsys.readouterr().out
    (tmp_path / "count.py").write_text(RIGHT)
    assert run("check", "count.py", "--html", "page.html") == 0
    out = capsys.readouterr().out
    assert "passed  2/2  Both processes are counted." in out
    assert "hint" not in out
    assert (tmp_path / "page.html").is_file()


@pytest.mark.parametrize(
    ("source", "code", "last"),
    [
        (None, 0, "Nothing was begun yet: every part still says TODO, so nothing is wrong."),
        (RIGHT, 0, "Not begun, so not judged: 02_add"),
        (RACY, 1, "Not begun, so not judged: 02_add"),
        ("def count(:\n", 1, "Not begun, so not judged: 02_add"),
        ("def counted():\n    return 2\n", 1, "Not begun, so not judged: 02_add"),
        ("", 1, "Not begun, so not judged: 02_add"),
    ],
    ids=["untouched", "right", "racy", "no Python", "other names", "emptied"],
)
def test_check_of_what_was_started(
    run: Run,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    source: str | None,
    code: int,
    last: str,
) -> None:
    """Red is what was begun and is wrong; what was lost was begun."""
    exercises = make_course(tmp_path, "01_count", "02_add")
    if source is not None:
        (exercises / "01_count" / "count.py").write_text(source)
    assert run("check", "--started", "--html", "page.html") == code
    out = capsys.readouterr().out
    assert out.splitlines().count(last) == 1
    assert ("01_count  Counting together" in out) == (source is not None)
    assert "02_add  Counting together" not in out
    assert "02_add" in (tmp_path / "page.html").read_text()
    assert run("check") == 1


def test_bonus_points_are_not_needed_for_exit_0_but_begun_they_are_judged(
    run: Run, tmp_path: Path
) -> None:
    exercises = make_course(tmp_path, "01_count", "02_more")
    more = exercises / "02_more"
    (more / "checks.py").write_text(CHECKS.replace("points=2", "points=5, bonus=True"))
    (exercises / "01_count" / "count.py").write_text(RIGHT)
    assert [run("check"), run("check", "--started")] == [0, 0]
    (more / "more.py").write_text(RACY)
    assert [run("check"), run("check", "--started")] == [0, 1]


def test_bonus_points_are_not_needed_for_exit_0(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    exercises = make_course(tmp_path, "01_count", "02_more")
    more = exercises / "02_more" / "checks.py"
    more.write_text(CHECKS.replace("points=2", "points=5, bonus=True"))
    (exercises / "01_count" / "count.py").write_text(RIGHT)
    assert run("check") == 0
    out = capsys.readouterr().out
    assert "0 of 5 bonus points" in out
    assert "to do   0/5 bonus  Both processes are counted." in out
    assert "Points: 2 of 2 points\nA hint:  grader check --hint\n" in out
    (tmp_path / "class").mkdir()
    (tmp_path / "class" / "ali_count.py").write_text(RIGHT)
    assert run("grade", "class", "-o", "out", "--jobs", "1", "--fail-below-full") == 0
    (tmp_path / "class" / "bea_more.py").write_text(RIGHT)
    assert run("grade", "class", "-o", "out", "--jobs", "1", "--fail-below-full") == 1
    assert [line.split() for line in capsys.readouterr().out.splitlines()[-5:-2]] == [
        ["student", "01_count", "02_more", "points", "bonus"],
        ["ali", "2", "+0", "2/2", "0"],
        ["bea", "0", "+5", "5/2", "5"],
    ]


def test_the_exercises_own_file_can_be_edited_in_place(run: Run, tmp_path: Path) -> None:
    make_course(tmp_path)
    (tmp_path / "exercises" / "01_count" / "count.py").write_text(RIGHT)
    assert run("check", "count") == 0


def test_hints_come_one_by_one_on_request(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_course(tmp_path)
    run("check", "--hint")
    assert "Hint 1 of 2: What is between reading and writing?" in capsys.readouterr().out
    run("check", "--hint")
    assert "Hint 2 of 2: See Value.get_lock." in capsys.readouterr().out


def test_a_folder_without_a_course_is_exit_2(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("check", "--exercises", tmp_path) == 2
    assert capsys.readouterr().err.startswith(f"grader: No folder in {tmp_path} holds a checks.py")


def test_a_handout_of_notebooks_is_checked_from_anywhere_in_it(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    make_course(tmp_path)
    assert run("init", "students", "--notebook") == 0
    inside = tmp_path / "students" / "01_count"
    for folder, words in (
        (inside, []),
        (inside, ["count.ipynb"]),
        (inside.parent, []),
        (inside.parent, ["01_count"]),
        (inside.parent, ["count.ipynb"]),
    ):
        capsys.readouterr()
        monkeypatch.chdir(folder)
        assert run("check", *words) == 1
        assert " of count.ipynb: TODO count to two" in " ".join(capsys.readouterr().out.split())


def test_the_other_form_of_a_file_is_told_and_can_be_named(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = make_course(tmp_path) / "01_count"
    (folder / "README.md").write_text("# Counting\n\nEdit and hand in `count.py`.\n")
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(RIGHT)])
    (folder / "count.ipynb").write_text(nbformat.writes(book))
    assert run("check") == 1
    assert (
        "  Note: count.ipynb is there too, and was not checked: grader check count.ipynb\n"
    ) in capsys.readouterr().out
    assert run("check", "count.ipynb") == 0
    assert "Note" not in capsys.readouterr().out


def test_a_renamed_file_is_told_and_the_other_exercises_are_checked(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    exercises = make_course(tmp_path, "01_count", "05_event", "06_more")
    event = exercises / "05_event"
    (event / "README.md").write_text("# Events\n\nYou edit and hand in `event.py`.\n")
    (event / "event.py").rename(event / "my.py")
    for name in ("01_count/count.py", "05_event/my.py", "06_more/more.py"):
        (exercises / name).write_text(RIGHT)
    shutil.copytree(event, exercises / "05_event_old")
    assert run("check", "--html", "page.html") == 1
    told = " ".join(capsys.readouterr().out.split())
    assert "event.py is missing in 05_event (found: my.py)." in told
    assert "05_event_old is left out: by its name or its checks it is a copy of 05_event." in told
    assert "Points: 4 of 6 points" in told
    page = (tmp_path / "page.html").read_text()
    assert "event.py is missing in 05_event (found: my.py)." in page
    for words in ([], ["--exercise", "event"]):
        assert run("check", "exercises/05_event/my.py", *words) == 0
    (event / "my.py").rename(event / "event.py")
    assert run("check") == 0


def test_checks_that_can_not_be_used_concern_that_exercise_alone(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    exercises = make_course(tmp_path, "01_count", "02_more")
    for name in ("01_count/count.py", "02_more/more.py"):
        (exercises / name).write_text(RIGHT)
    (exercises / "01_count" / "checks.py").write_text("def (:\n")
    assert run("check", "--html", "page.html") == 1
    told = " ".join(capsys.readouterr().out.split())
    assert "The checks of 01_count can't be used: " in told
    assert "checks.py:1: syntax error: " in told
    assert "Points: 2 of 2 points" in told
    assert (tmp_path / "page.html").is_file()


def test_a_task_that_is_gone_does_not_keep_its_program_from_being_checked(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = make_course(tmp_path) / "01_count"
    (folder / "README.md").unlink()
    (folder / "count.py").write_text(RIGHT)
    assert run("check") == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "Note: 01_count/README.md can't be read: No such file or directory." in told


def test_whoever_works_in_a_copy_has_that_checked(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    exercises = make_course(tmp_path)
    copy = shutil.copytree(exercises / "01_count", exercises / "01_count_mine")
    (copy / "count.py").write_text(RIGHT)
    assert run("check", "exercises/01_count_mine") == 0
    monkeypatch.chdir(copy)
    assert run("check") == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "Note: 01_count_mine is checked as a copy of 01_count." in told


def test_where_no_course_is_the_file_that_lies_there_is_checked(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    exercises = make_course(tmp_path / "checkout", "01_count", "02_more")
    for module in (places, cli.options):
        monkeypatch.setattr(module, "find_exercises", lambda start: exercises)
    monkeypatch.setattr(places, "exercises_beside", lambda: exercises)
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    assert run("check") == 2
    assert capsys.readouterr().err == (
        f"grader: There are no exercises in {tmp_path}/work or above it, and no file in it "
        f"has the name of one for the exercises in {exercises}. Go to the folder of your "
        f"exercise, or name your file and what it is for, as in: grader check FILE --exercise "
        f"01_count\n"
    )
    (tmp_path / "work" / "count.py").write_text(RIGHT)
    (tmp_path / "work" / "other.py").write_text("x = 1\n")
    assert run("check") == 0
    told = "".join(capsys.readouterr().out.split())
    assert "Points:2of2points" in told
    assert f"Note:Checkedby{exercises}/01_count." in told

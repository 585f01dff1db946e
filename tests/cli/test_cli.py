"""The commands: exit codes, what is printed where, and never a traceback."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest

from grader import cli
from grader.course import places
from grader.version import __version__
from tests.small_course import CHECKS, RACY, RIGHT, make_course

Run = Callable[..., int]

DEAD = """\
from multiprocessing import Lock, Process


def clerk(first, second):
    with first:
        with second:
            pass


def main():
    a, b = Lock(), Lock()
    clerks = [Process(target=clerk, args=pair) for pair in ((a, b), (b, a))]
    for one in clerks:
        one.start()
    for one in clerks:
        one.join()
"""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run commands in an empty folder of 80 columns."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("GRADER_DEBUG", raising=False)
    return lambda *arguments: cli.run([str(argument) for argument in arguments])


@pytest.fixture
def program(tmp_path: Path) -> Path:
    path = tmp_path / "count.py"
    path.write_text(RACY)
    return path


def test_the_version_is_that_of_the_package(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--version") == 0
    assert capsys.readouterr().out == f"grader, version {__version__}\n"
    pyproject = Path(cli.__file__).parents[2] / "pyproject.toml"
    assert f'\nversion = "{__version__}"\n' in pyproject.read_text()


# explore


def explored(capsys: pytest.CaptureFixture[str]) -> Any:
    out, err = capsys.readouterr()
    assert err == ""
    return json.loads(out)


def test_explore_prints_exactly_the_documented_object(
    run: Run, program: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("explore", f"{program}:count", "--json") == 1
    got = explored(capsys)
    assert list(got) == [
        *("program", "schedules", "exhaustive", "bound", "steps", "seconds"),
        *("start_method", "outcomes", "finding"),
    ]
    assert got["program"] == "count.py:count"
    assert {outcome["value"] for outcome in got["outcomes"]} == {1, 2}
    assert (got["finding"]["kind"], got["finding"]["cause"]) == ("value", "lost-update")


def test_explore_says_when_nothing_is_wrong(
    run: Run, program: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program.write_text(RIGHT)
    assert run("explore", f"{program}:count", "--expect", "2", "--schedules", "10") == 0
    assert "Nothing wrong in any of these schedules." in capsys.readouterr().out


def test_a_value_that_is_not_the_expected_one_is_a_finding(
    run: Run, program: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program.write_text("def main():\n    return [1, 2]\n")
    assert run("explore", program, "--expect", "[1, 2]", "--json") == 0
    assert explored(capsys)["finding"] is None
    assert run("explore", program, "--expect", "[2, 1]", "--json") == 1
    assert explored(capsys)["finding"]["kind"] == "value"


def test_a_deadlock_is_told_and_can_be_replayed(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "dead.py").write_text(DEAD)
    assert run("explore", "dead.py", "--html", "page.html", "--start-method", "fork") == 1
    out = capsys.readouterr().out
    assert "lock-cycle" in out
    assert max(map(len, out.splitlines())) <= 80
    command = next(line.split() for line in out.splitlines() if "grader replay" in line)
    assert (tmp_path / "page.html").is_file()
    assert run(*command[1:]) == 0
    out = capsys.readouterr().out
    assert "Deadlock: nobody can go on." in out
    assert "with first; takes" in out
    assert (
        "blocked: main waits for clerk-1 to end, clerk-1 waits for b, clerk-2 waits for a"
        in " ".join(out.split())
    )


@pytest.mark.parametrize(
    ("text", "target", "message"),
    [
        (None, "gone.py", "gone.py was not found. Check the name and the folder."),
        (
            "def f():\n    pass\n",
            "a.py",
            "a.py has no function main(). It has f. Name the one to run, such as a.py:f.",
        ),
        ("def f():\n    pass\n", "a.py:f-g", "'f-g' is not a function's name. Write FILE:FUNC"),
        ("def f(:\n", "a.py:f", "Python can't read a.py: syntax error in line 1: "),
        ("\0", "a.py:f", "a.py is not a text file: it holds a zero byte in line 1"),
    ],
)
def test_an_unreadable_program_is_exit_2_with_one_message(
    run: Run,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    text: str | None,
    target: str,
    message: str,
) -> None:
    if text is not None:
        (tmp_path / "a.py").write_text(text)
    assert run("explore", target, "--json") == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"grader: {message}")
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["explore"], "Missing argument 'FILE[:FUNCTION]'."),
        (["explore", "x.py", "--strategy", "magic"], "'magic' is not one of"),
        (["explore", "x.py", "--schedules", "0"], "0 is not in the range"),
        (["fly"], "No such command 'fly'."),
    ],
)
def test_bad_usage_is_exit_2(
    run: Run, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    assert run(*arguments) == 2
    assert message in capsys.readouterr().err


def test_an_expected_value_that_is_no_json(
    run: Run, program: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("explore", f"{program}:count", "--expect", "done") == 2
    assert capsys.readouterr().err == (
        "grader: The expected value 'done' is not JSON (Expecting value: line 1 column 1 (char "
        "0)). A text needs its own quotes, as in '\"done\"'.\n"
    )


def test_the_graders_own_fault_is_exit_3_without_a_traceback(
    run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("out of luck\x1b[2J")

    monkeypatch.setattr(cli.students, "explore_file", broken)
    assert run("explore", "x.py", "--json") == 3
    out, err = capsys.readouterr()
    assert out == ""
    assert err == (
        "grader: The grader failed: RuntimeError: out of luck␛[2J (GRADER_DEBUG=1 shows where)\n"
    )
    monkeypatch.setenv("GRADER_DEBUG", "1")
    assert run("explore", "x.py") == 3
    assert "Traceback" in capsys.readouterr().err


def test_ctrl_c_is_exit_130(
    run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli.students, "explore_file", interrupted)
    assert run("explore", "x.py", "--json") == 130
    assert capsys.readouterr().err == "\ngrader: Stopped.\n"


# replay


@pytest.mark.parametrize("token", ["K9pc:0", "hello", "K1pc:0-x"])
def test_a_token_that_is_none(
    run: Run, program: Path, capsys: pytest.CaptureFixture[str], token: str
) -> None:
    assert run("replay", token, f"{program}:count") == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_token_of_another_program(
    run: Run, program: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("replay", "K1pc:77", f"{program}:count") == 2
    assert capsys.readouterr().err.endswith("Was the file changed since, or is it another one?\n")


# check


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
    assert "lost-update" in capsys.readouterr().out
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


# grade, demo, verify


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


# check: an exercise that has a problem concerns itself alone


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


# check where no course is


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

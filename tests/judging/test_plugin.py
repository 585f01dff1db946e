"""pytest in a folder of exercises: the plugin as its users meet it, in a session of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from grader.course.course import load_course
from grader.handins.submission import read_submission
from grader.judging.grading import grade_exercise
from grader.model.results import ClassReport, StudentReport
from grader.report.data.junit_xml import junit_xml
from grader.settings import Settings
from tests.judging.toy import CHECKS, ToyShop, ends, make_course

# Each session is a process of its own; a conftest in the course stands in for the engine.
CONFTEST = """
import pytest
from grader.judging.pytest_plugin import OPEN_MACHINE
from tests.judging.toy import ToyShop

@pytest.hookimpl(trylast=True)
def pytest_configure(config):
    config.stash[OPEN_MACHINE] = ToyShop()
"""
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def exercise(tmp_path: Path) -> Path:
    folder = make_course(tmp_path) / "03_lock"
    (folder.parent / "conftest.py").write_text(CONFTEST)
    return folder


def run(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider"]
    root = folder if (folder / "conftest.py").exists() else folder.parent
    return subprocess.run(
        [*command, f"--rootdir={root}", *options],
        cwd=folder,
        env={
            "PATH": os.defpath,
            "PYTHONPATH": str(ROOT),
            # By name: a checkout need not be installed, and other plugins stay out.
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
            "PYTEST_PLUGINS": "pytest_timeout,grader.judging.pytest_plugin",
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_right_file_passes_and_its_points_are_told(exercise: Path) -> None:
    (exercise / "lock.py").write_text(ends(1))
    done = run(exercise, str(exercise))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "3 passed" in done.stdout
    assert "\n03_lock: 6 of 6 points\n" in done.stdout


def test_a_failing_check_tells_its_story_without_a_traceback(exercise: Path) -> None:
    (exercise / "lock.py").write_text(ends(1, 2))
    done = run(exercise)
    assert done.returncode == 1
    assert "A ticket is sold once.\nfailed, 0 of 2 points\n\n" in done.stdout
    assert "It was sold 2 times." in done.stdout
    assert "--check 03_lock/test_sold_once\n" in done.stdout
    assert "Traceback" not in done.stdout
    assert "grader/checks" not in done.stdout
    assert "\n03_lock: 4 of 6 points\n" in done.stdout


@pytest.mark.parametrize("target", ["checks.py", "checks.py::test_sold_at_all"])
def test_a_checks_file_or_check_that_is_named_is_collected_once(
    exercise: Path, target: str
) -> None:
    (exercise / "lock.py").write_text(ends(1))
    done = run(exercise, target, "--collect-only", "-q")
    assert done.returncode == 0
    assert done.stdout.count("::test_sold_at_all") == 1


def test_k_and_markers_choose_checks(exercise: Path) -> None:
    (exercise / "lock.py").write_text(ends(1))
    text = (exercise / "checks.py").read_text().replace("from", "import pytest\nfrom", 1)
    text = text.replace("def test_refund", "@pytest.mark.skip(reason='next week')\ndef test_refund")
    # A mark stands below @check, on the function itself.
    (exercise / "checks.py").write_text(
        text.replace("@check(refund, points=3)\n@pytest", "@check(refund, points=3)\n@pytest")
    )
    done = run(exercise, "-k", "sold_once or refund")
    assert "1 passed, 1 skipped, 1 deselected" in done.stdout


def test_another_file_can_be_checked(exercise: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text(ends(2))
    done = run(exercise, "--submission", str(tmp_path / "mine.py"))
    assert "It was sold 2 times." in done.stdout
    assert "mine.py --check" in done.stdout


def test_one_file_for_several_exercises_is_refused(exercise: Path) -> None:
    make_course(exercise.parent.parent / "other")
    (exercise.parent.parent / "other/exercises/03_lock").rename(exercise.parent / "04_queue")
    done = run(exercise.parent, "--submission", str(exercise / "lock.py"))
    assert done.returncode == 4
    assert "--submission is for one exercise, but there are 03_lock, 04_queue" in done.stderr


def test_two_exercises_with_files_of_the_same_name_go_together(exercise: Path) -> None:
    make_course(exercise.parent.parent / "other")
    (exercise.parent.parent / "other/exercises/03_lock").rename(exercise.parent / "04_queue")
    for folder in (exercise, exercise.parent / "04_queue"):
        (folder / "lock.py").write_text(ends(1))
    done = run(exercise.parent)
    assert "6 passed" in done.stdout
    assert "03_lock: 6 of 6 points\n04_queue: 6 of 6 points\n" in done.stdout


def test_junit_has_points_and_verdict(exercise: Path) -> None:
    (exercise / "lock.py").write_text(ends(2))
    run(exercise, "--junitxml=out.xml", "-k", "sold_once")
    (case,) = ElementTree.parse(exercise / "out.xml").iter("testcase")
    assert {p.get("name"): p.get("value") for p in case.iter("property")} == {
        "exercise": "03_lock",
        "points": "2",
        "earned": "0",
        "verdict": "failed",
        "bonus": "False",
    }


BONUS = CHECKS.replace("points=3)", "points=3, bonus=True)")


def test_bonus_points_come_on_top(exercise: Path) -> None:
    (exercise / "checks.py").write_text(BONUS)
    (exercise / "lock.py").write_text(ends(1))
    assert "\n03_lock: 6 of 3 points, with 3 bonus points\n" in run(exercise).stdout
    (exercise / "lock.py").write_text(ends("no"))
    done = run(exercise, "-k", "refund")
    assert done.returncode == 1
    assert "A ticket can be given back.\nfailed, 0 of 3 bonus points\n\n" in done.stdout


TO_DO = ends({"failure": ["NotImplementedError", "TODO", "lock.py", 2]})
GONE = ends({"failure": ["AttributeError", "module 'lock' has no attribute 'x'", "checks.py", 6]})


@pytest.mark.parametrize(("checks", "what"), [(CHECKS, "points"), (BONUS, "bonus points")])
def test_what_is_to_do_is_skipped_and_says_what_to_do(
    exercise: Path, checks: str, what: str
) -> None:
    (exercise / "checks.py").write_text(checks)
    (exercise / "lock.py").write_text(TO_DO)
    done = run(exercise, "-k", "refund", "-rs")
    assert done.returncode == 0, done.stdout
    assert "Not done yet in sell_all(), line 2 of lock.py: TODO." in done.stdout
    assert f"\n03_lock: 0 of 3 {what}\n" in done.stdout


def test_what_has_gone_is_no_todo(exercise: Path) -> None:
    """A function of another name, or a file of which nothing is left: somebody has been there."""
    (exercise / "lock.py").write_text(GONE)
    done = run(exercise, "-k", "sold_once")
    assert done.returncode == 1
    assert "not-done, 0 of 2 points\n\nx() is not in lock.py." in done.stdout
    (exercise / "lock.py").write_text("")
    done = run(exercise, "-k", "sold_once")
    assert done.returncode == 1
    assert "not-done, 0 of 2 points\n\nlock.py is empty." in done.stdout


@pytest.mark.parametrize(
    ("source", "elements"),
    [
        (ends(1), ["", "", ""]),
        (ends(2), ["failure", "", ""]),
        (TO_DO, ["skipped"] * 3),
        (GONE, ["failure"] * 3),
        (ends({"fault": "no more memory"}), ["error"] * 3),
        ("x = (\n", ["failure"] * 3),
    ],
    ids=["right", "wrong", "to do", "gone", "unsure", "no Python"],
)
def test_junit_calls_a_check_by_the_same_element_as_that_of_grade_does(
    exercise: Path, source: str, elements: list[str]
) -> None:
    (exercise / "lock.py").write_text(source)
    run(exercise, "--junitxml=out.xml")
    (asked,) = load_course(exercise.parent).exercises
    handed_in = read_submission(exercise / "lock.py")
    report = grade_exercise(asked, handed_in, Settings(), open_machine=ToyShop())
    student = StudentReport("me", (report,))
    ours = junit_xml(ClassReport("", (student,), "", "", 0))
    assert outcomes((exercise / "out.xml").read_text()) == elements
    assert outcomes(ours) == elements


def outcomes(junit: str) -> list[str]:
    """Return for each case the elements that say how it ended."""
    cases = ElementTree.fromstring(junit).iter("testcase")
    return [" ".join(e.tag for e in case if e.tag != "properties") for case in cases]


def test_what_the_grader_is_unsure_of_is_loud(exercise: Path) -> None:
    (exercise / "lock.py").write_text(ends({"fault": "no more memory"}))
    done = run(exercise)
    assert done.returncode == 1
    assert "UNSURE, by the grader's own fault: 03_lock/checks.py::test_sold_once" in done.stdout


def test_a_broken_checks_file_is_said_in_one_line(exercise: Path) -> None:
    (exercise / "checks.py").write_text("from grader import check, scenario\n\n1 +\n")
    done = run(exercise)
    assert done.returncode == 2
    assert f"{exercise}/checks.py:3: syntax error: invalid syntax" in done.stdout
    assert "Traceback" not in done.stdout


def test_an_assertion_in_a_judgement_is_rewritten_for_teachers(exercise: Path) -> None:
    (exercise / "checks.py").write_text(
        "from grader import Run, check, scenario\n"
        "@scenario\ndef sell(student): return student.sell_all()\n"
        "@check(sell)\ndef test_a(run: Run) -> None:\n"
        '    "A sentence."\n'
        "    try:\n        assert run.value == [1, 2]\n"
        "    except AssertionError as error:\n"
        "        assert not str(error), f'seen: {error}'\n"
    )
    (exercise / "lock.py").write_text(ends([1, 3]))
    assert "seen: assert [1, 3] == [1, 2]" in run(exercise).stdout


def test_projects_without_checks_of_ours_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "checks.py").write_text("raise SystemExit('imported by mistake')\n")
    (tmp_path / "test_mine.py").write_text(
        "import sys\n"
        "def test_lean():\n"
        "    ours = [name for name in sys.modules if name.startswith('grader.')]\n"
        "    assert ours == ['grader.judging', 'grader.judging.pytest_plugin']\n"
    )
    done = run(tmp_path)
    assert "1 passed" in done.stdout, done.stdout
    assert "points" not in done.stdout

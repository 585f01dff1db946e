"""pytest in an exercise's folder and ``grade`` call the same: no result of any check differs."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from grader import settings as settings_module
from grader.checks.asked import asked_by
from grader.course.course import Exercise, load_course
from grader.handins.submission import read_submission
from grader.judging.grading import grade_exercise
from grader.judging.pytest_plugin import CheckItem
from grader.model.results import CheckResult
from grader.settings import Settings

EXERCISES = load_course(Path(__file__).parents[2] / "exercises").exercises

SAMPLE = (3, 10, 14)
"""Exercises of which no pytest run is without: a lock, a pipe, a pool."""

# Whatever they find, both must find the same: a few schedules tell as much as many.
SETTINGS = Settings().with_("this test", schedules=3)


class Watching:
    """Keeps the result that each check's test has ended with."""

    def __init__(self) -> None:
        self.results: list[CheckResult] = []

    def pytest_runtest_makereport(self, item: CheckItem, call: pytest.CallInfo[None]) -> None:
        if call.when == "setup" and call.excinfo is not None:
            self.results.append(call.excinfo.value.result)  # type: ignore[attr-defined]  # NotPassed
        elif call.when == "call":
            self.results.append(item.result)


def in_pytest(exercise: Exercise, path: Path) -> list[CheckResult]:
    watching = Watching()
    options = ["-p", "no:cacheprovider", "-p", "no:terminalreporter", "--noconftest"]
    place = [f"-c{os.devnull}", f"--rootdir={exercise.folder}", f"--confcutdir={exercise.folder}"]
    pytest.main([*options, *place, f"--submission={path}", str(exercise.checks)], [watching])
    return watching.results


def touched_skeleton(exercise: Exercise, folder: Path) -> Path:
    """Return a copy that is not known without a look at it, as the skeleton itself is."""
    path = folder / exercise.file
    path.write_text(exercise.skeleton.read_text("utf-8") + "\n# Handed in.\n", "utf-8")
    return path


@pytest.mark.parametrize(
    "exercise",
    [
        pytest.param(one, id=one.name, marks=() if one.number in SAMPLE else pytest.mark.long)
        for one in EXERCISES
    ],
)
@pytest.mark.parametrize("what", ["untouched", "touched", "reference", "wrong"])
def test_grading_and_pytest_come_to_the_same(
    exercise: Exercise, what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert exercise.solutions is not None
    path = {
        "untouched": exercise.skeleton,
        "touched": touched_skeleton(exercise, tmp_path),
        "reference": exercise.solutions / exercise.file,
        "wrong": min(exercise.solutions.glob("wrong/*/*.py")),
    }[what]
    submission = read_submission(path, asked=asked_by(exercise))
    graded = grade_exercise(exercise, submission, SETTINGS)
    monkeypatch.setattr(settings_module, "Settings", lambda: SETTINGS)  # the plugin takes no option
    assert in_pytest(exercise, path) == list(graded.checks)
    expected = {"untouched": {"not-done"}, "touched": {"not-done"}, "reference": {"passed"}}
    if what in expected:
        assert {check.verdict for check in graded.checks} == expected[what]

"""No attack gets a point, leaves a process or a file, breaks the grader, or reads the answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.course import Exercise, load_course
from grader.grading import grade_exercise
from grader.report.model import CheckResult, SourceText
from grader.submission import Submission
from tests.hostile.attack import SECRET, SETTINGS, Attack, attacks
from tests.hostile.conftest import survivors


def result(exercise: Exercise, source: str) -> CheckResult:
    submission = Submission("count.py", SourceText("count.py", source))
    (check,) = grade_exercise(exercise, submission, SETTINGS).checks
    return check


@pytest.mark.parametrize("name", attacks())
def test_it_ends_as_it_must(
    exercise: Exercise, known: str, marks: list[str], temporary: Path, name: str
) -> None:
    attack = Attack.read(attacks()[name])
    check = result(exercise, known + attack.source)
    cause = check.finding and check.finding.cause
    assert (check.verdict, cause, check.earned) == (attack.verdict, attack.cause, 0)
    assert attack.says in " ".join(check.message.split())
    assert survivors(marks) == []
    assert [*temporary.iterdir()] == []


def test_there_are_enough_of_them() -> None:
    assert len(attacks()) >= 45


def test_who_could_read_the_answer_would_be_seen_to(
    tmp_path: Path, exercise: Exercise, known: str
) -> None:
    """The spies find the word where it is: in the scenario."""
    folder = tmp_path / "01_count"
    folder.mkdir()
    (folder / "README.md").write_text("# Counting together\n")
    (folder / "count.py").write_text(exercise.skeleton.read_text())
    leaky = exercise.checks.read_text().replace(
        "    return student.count()", f"    word = '{SECRET}'\n    return student.count()"
    )
    (folder / "checks.py").write_text(leaky)
    (told,) = load_course(tmp_path).exercises
    attack = Attack.read(attacks()["spies/finds_the_word_in_its_memory"])
    check = result(told, known + attack.source)
    assert check.finding is not None
    assert check.finding.cause == "import-error"

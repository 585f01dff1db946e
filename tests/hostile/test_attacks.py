"""No attack gets a point, leaves a process or a file, breaks the grader, or reads the answer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from grader.course.course import Exercise
from grader.handins.submission import Submission
from grader.judging.grading import grade_exercise
from grader.model.results import CheckResult
from grader.model.source import SourceText
from grader.settings import Settings
from tests.hostile.attack import SETTINGS, Attack, attacks
from tests.hostile.conftest import survivors

ALONE = replace(SETTINGS, isolation="none")
HELD_BY_LIMITS_ALONE = (
    *("ends/ignores_being_terminated", "ends/stops_itself"),
    *("forges/a_result_written_on_the_control_descriptor", "forges/a_value_whose_eq_lies"),
    *("forges/the_graders_own_functions_replaced", "spies/finds_the_word_in_its_memory"),
    "spies/sends_code_to_other_interpreters",
    *("takes_and_stays/10_gb_of_memory", "takes_and_stays/10_gb_of_output"),
    *("takes_and_stays/a_daemon_in_a_session_of_its_own", "takes_and_stays/a_fork_bomb"),
    *("takes_and_stays/a_thread_bomb", "takes_and_stays/folders_too_deep_to_remove"),
    *("takes_and_stays/ignores_every_signal_and_never_ends", "takes_and_stays/kills_its_group"),
    *("takes_and_stays/kills_its_parent", "takes_and_stays/kills_its_sessions_group"),
)
"""A sample of what needs no namespaces; what does is in the README's limits."""


def result(exercise: Exercise, source: str, settings: Settings = SETTINGS) -> CheckResult:
    submission = Submission("count.py", SourceText("count.py", source))
    (check,) = grade_exercise(exercise, submission, settings).checks
    return check


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        *(pytest.param(name, SETTINGS, id=name) for name in attacks()),
        *(pytest.param(name, ALONE, id=f"{name}-limits-alone") for name in HELD_BY_LIMITS_ALONE),
    ],
)
def test_it_ends_as_it_must(
    exercise: Exercise,
    known: str,
    marks: list[str],
    temporary: Path,
    name: str,
    settings: Settings,
) -> None:
    attack = Attack.read(attacks()[name])
    check = result(exercise, known + attack.source, settings)
    assert check.finding is not None, check.message
    assert (check.verdict, check.earned) == (attack.verdict, 0)
    assert check.finding.cause in attack.causes
    says = dict(zip(attack.causes, attack.says, strict=True))[check.finding.cause]
    assert says in " ".join(check.message.split())
    assert survivors(marks) == []
    assert [*temporary.iterdir()] == []


def test_there_are_enough_of_them() -> None:
    assert len(attacks()) >= 133

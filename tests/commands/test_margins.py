"""A wrong solution must be caught with room to spare: in half of the schedules, by any seed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from grader.commands import verify as commands
from grader.commands.margins import Margin
from grader.commands.verify import Proof, prove, subjects
from grader.course.course import Exercise, load_course
from grader.handins.submission import Submission
from grader.model.source import SourceText
from grader.settings import Settings
from tests.judging.toy import ToyShop, ends


@pytest.fixture(name="path")
def wrong_solution(root: Path) -> Path:
    """One that sells twice, in one of two schedules."""
    return root / "solutions/03_lock/wrong/test_sold_once/twice.py"


def test_how_late_a_wrong_solution_is_caught_is_told(root: Path, path: Path) -> None:
    assert margin_of(root, path) == "after 2 of 20 schedules"
    path.write_text("# cause: not-shared\n# At once.\n" + ends(2, 1))
    assert margin_of(root, path, seeds=10) == "after 1 of 20 schedules"  # no seed changes that


def test_a_wrong_solution_must_be_caught_within_half_of_the_schedules(
    root: Path, path: Path
) -> None:
    # The first option comes first, and then the others from the last one on.
    path.write_text("# cause: wrong-value\n# Once in twelve.\n" + ends(1, 1, 1, 2, *[1] * 8))
    assert margin_of(root, path, seeds=2) == "after 10 of 20 schedules, with 2 seeds"
    path.write_text("# cause: wrong-value\n# Once in twelve.\n" + ends(1, 1, 2, 1, *[1] * 8))
    assert margin_of(root, path) == "after 11 of 20 schedules"  # one seed alone is told only
    proof = proof_of(root, path, seeds=2)
    assert not proof.ok
    assert proof.expected == "test_sold_once fails: wrong-value, within half of its 20 schedules"
    assert (
        proof.seen == "test_sold_once failed: wrong-value, after 11 of 20 schedules, with 2 seeds"
    )


def test_the_worst_of_all_seeds_counts(root: Path, path: Path) -> None:
    assert margin_of(root, path, seeds=3) == "after 2 of 20 schedules, with 3 seeds"
    assert Margin(20, (3, 11, 10)).seen == "after 3 to 11 of 20 schedules, with 3 seeds"
    assert [Margin(20, caught).wide for caught in [(3, 10), (3, 11, 10)]] == [True, False]
    assert Margin(1, (1,)).wide  # what runs once needs no more


def test_a_seed_that_misses_is_told(
    root: Path, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = commands.grade_exercise

    def grade(exercise: Exercise, handed_in: Submission, settings: Settings, **more: Any) -> Any:
        right = Submission("lock.py", SourceText("lock.py", ends(1)))
        return real(exercise, right if settings.seed == 6 else handed_in, settings, **more)

    monkeypatch.setattr(commands, "grade_exercise", grade)
    proof = proof_of(root, path, seed=4, seeds=9)
    assert not proof.ok
    assert proof.seen == "test_sold_once passed (the only schedule there is), seed 6"


def proof_of(root: Path, path: Path, seed: int = 0, seeds: int = 1) -> Proof:
    """Prove one wrong solution."""
    (subject,) = (s for s in subjects(load_course(root / "exercises")) if s.path == path)
    return prove(subject, Settings(schedules=20, seed=seed), ToyShop(), seeds)


def margin_of(root: Path, path: Path, seeds: int = 1) -> str:
    """Return what is told of a wrong solution that is caught in time."""
    proof = proof_of(root, path, seeds=seeds)
    assert proof.margin is not None, proof
    return proof.margin.seen

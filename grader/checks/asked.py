"""Which names the checks of an exercise take from a submission."""

from __future__ import annotations

from grader.checks.declare import CheckError
from grader.checks.source import read_checks
from grader.course.course import Exercise


def asked_by(exercise: Exercise) -> frozenset[str]:
    """Return all names that the scenarios of an exercise may take from a submission."""
    try:
        return read_checks(exercise.checks).asked
    except CheckError:
        return frozenset()  # whoever loads the checks will tell

"""What pytest's marks on a judgement say to a grading, in which there is no pytest to heed them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from grader.checks.declare import Check
from grader.judging.deadline import LIMIT

if TYPE_CHECKING:
    import pytest


def marks_of(check: Check) -> Iterator[pytest.Mark]:
    """Yield the marks of a judgement, the one next to it first."""
    yield from getattr(check.judgement, "pytestmark", ())


def time_limit(check: Check) -> float:
    """Return how many seconds a check may take: as its mark ``timeout`` says, or the usual."""
    for mark in marks_of(check):
        if mark.name == "timeout":
            return float(mark.args[0] if mark.args else mark.kwargs["timeout"])
    return LIMIT


def skipped(check: Check) -> str | None:
    """Return the reason for which a check's mark has it left out, or None.

    A condition that is a text, which only pytest can evaluate, counts as one that holds: the
    points of a check that is left out are open, and lost by nobody.
    """
    for mark in marks_of(check):
        conditions = [*mark.args, *(v for k, v in mark.kwargs.items() if k == "condition")]
        if mark.name == "skip":
            return str(mark.kwargs.get("reason", mark.args[0] if mark.args else ""))
        if mark.name == "skipif" and any(conditions):
            return str(mark.kwargs.get("reason", ""))
    return None

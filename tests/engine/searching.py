"""Searching small programs on the real engine for a wrong value."""

from __future__ import annotations

from typing import Any

from grader.model.exploration import Exploration
from grader.search.explore import explore
from grader.settings import Settings
from tests.engine.engine import program

BOTH = """
def both(work, *args):
    ps = [Process(target=work, args=args) for _ in range(2)]
    for p in ps:
        p.start()
    for p in ps:
        p.join()
"""
"""Two processes that do the same."""


def search(source: str, right: Any, python: str | None = None, **changes: Any) -> Exploration:
    """Search a program's schedules for one that returns something else."""
    settings = Settings(**{"explore_schedules": 60, **changes})
    with program(source, settings=settings, python=python) as machine:
        return explore(
            machine, program="p", settings=settings, rejects=lambda trace: trace.value != right
        )


def found(exploration: Exploration) -> Any:
    """Return the wrong value that a search has found."""
    assert exploration.failure is not None, exploration.bound
    return exploration.failure.trace.value

"""The real program of 02_states: how its processes stand depends on no schedule."""

from __future__ import annotations

from pathlib import Path

from grader.checks.run import Run
from grader.kernel.controller import Controller
from grader.model.program import Program
from grader.search.explore import explore
from grader.settings import Settings

FILE = Path(__file__).parents[2] / "solutions" / "02_states" / "states.py"


def test_the_states_at_the_marks_are_the_same_on_every_patient_schedule() -> None:
    settings = Settings(schedules=60)
    program = Program(FILE.name, FILE.read_text("utf-8"), function="bakery")
    with Controller(program, settings) as machine:
        seen = explore(
            machine,
            program=program.name,
            settings=settings,
            rejects=lambda trace: trace.status != "returned",
            clocks=("patient",),
        )
    assert seen.failure is None
    assert seen.exhaustive
    tables = [{mark: Run(one.trace).states(at=mark) for mark in "ABCDE"} for one in seen.runs]
    assert all(table == tables[0] for table in tables)
    assert tables[0] == {
        "A": {"main": "running", "anna": "blocked", "bert": "ready"},
        "B": {"main": "running", "anna": "blocked", "bert": "blocked"},
        "C": {"main": "blocked", "anna": "running", "bert": "ready"},
        "D": {"main": "blocked", "anna": "ended", "bert": "running"},
        "E": {"main": "running", "anna": "ended", "bert": "ended"},
    }

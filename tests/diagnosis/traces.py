"""Runs that several tests look at, and what is found in a run."""

from __future__ import annotations

from grader.diagnosis import diagnose
from grader.model.finding import Finding
from grader.model.trace import Json, Trace
from tests.diagnosis.build import Building


def finding(trace: Trace, **more: object) -> Finding:
    found = diagnose(trace, replay="K3:0-1", schedule=7, **more)  # type: ignore[arg-type]  # passed on as given
    assert found is not None, "nothing was found"
    return found


def quiet(value: Json = 1) -> Trace:
    run = Building()
    run.does(run.main, 3, "output", None, "hello")
    run.ends(run.main)
    return run.trace("returned", value)


def lost_update(*, lines: tuple[int, int] = (8, 8)) -> Trace:
    """Two clerks read 0 at the first line, and both write 1 at the second."""
    run = Building()
    ann, tom = run.task("Ann"), run.task("Tom")
    sold = run.thing("value", "sold")
    run.does(ann, lines[0], "read", sold, 0)
    run.does(tom, lines[0], "read", sold, 0)
    run.does(tom, lines[1], "wrote", sold, 1)
    run.does(ann, lines[1], "wrote", sold, 1)
    run.does(run.main, 20, "read", sold, 1)
    for task in (run.main, ann, tom):
        run.ends(task)
    return run.trace("returned", 1)

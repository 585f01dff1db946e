"""Runs made by hand, a scenario, and how a file of checks begins."""

from __future__ import annotations

from typing import Any

from grader import Run, scenario
from grader.model.trace import Event, Json, Option, Pending, Step, TaskRecord, Trace


def run(value: Json = None, **fields: Any) -> Run:
    return Run(Trace("returned", value, None, **{"steps": (), "tasks": (), **fields}))


def child(number: int, name: str, *, service: bool = False) -> TaskRecord:
    return TaskRecord(number, name, "process", number, 0, service, False, None, "ended")


def steps(*events: tuple[float, int, str, str | None]) -> tuple[Step, ...]:
    """Make one step of each (time, task, kind, object)."""
    return tuple(
        Step(n, time, (Option(Pending(task, "x", None, "-", None, None)),), 0, (Event(k, task, o),))
        for n, (time, task, k, o) in enumerate(events)
    )


@scenario
def play(student: Any) -> None: ...


HEAD = "from grader import Run, check, scenario\n@scenario\ndef play(student): ...\n"

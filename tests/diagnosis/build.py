"""Traces made by hand, a line for each thing that happens."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from grader.model.trace import (
    Call,
    Clock,
    Event,
    Failure,
    Json,
    ObjectRecord,
    Option,
    Pending,
    Site,
    Status,
    Step,
    TaskRecord,
    Trace,
)

OPERATIONS = {
    "acquired": "acquire",
    "released": "release",
    "read": "read",
    "wrote": "write",
    "started": "fork",
    "joined": "join",
    "swallowed": "writable",
    "collected": "readable",
    "queried": "look",
}


class Building:
    """A run that is being made up; the caller ``main`` is task 0.

    Lines are lines of ``shop.py`` unless a call says ``file=``.
    """

    def __init__(self, clock: Clock = "patient") -> None:
        self.clock = clock
        self.tasks: list[TaskRecord] = []
        self.things: dict[str, ObjectRecord] = {}
        self.steps: list[Step] = []
        self.main = self.task("main")

    def task(self, name: str, *, kind: Any = "process", service: bool = False) -> int:
        number = len(self.tasks)
        parent = None if number == 0 else 0
        process = number if kind == "process" else 0
        self.tasks.append(
            TaskRecord(
                number,
                name,
                kind,
                process,
                parent,
                service,
                daemon=False,
                started=None,
                state="ready",
            )
        )
        return number

    def thing(self, kind: str, name: str, limit: int | None = None, value: Json = None) -> str:
        key = f"{kind}:{len(self.things)}"
        self.things[key] = ObjectRecord(key, kind, name, limit=limit, value=value)
        return key

    def does(
        self,
        task: int,
        line: int,
        kind: str,
        obj: str | None = None,
        value: Json = None,
        *,
        call: str = "",
        text: str = "",
        timer: bool = False,
        file: str = "shop.py",
    ) -> None:
        """One step of one event."""
        site = Site(file, line, "work")
        method = Call(call, obj, text or f"{call}()") if call else None
        op = OPERATIONS.get(kind, kind)
        pending = Pending(task, op, obj, "w", method, site)
        options = (Option(pending, timer=timer),)
        if timer and self.clock == "hostile":
            other = Pending((task + 1) % len(self.tasks), "start", None, "-", None, None)
            options = (Option(other), *options)
        event = Event(kind, task, obj, value, method, site)
        step = Step(len(self.steps), 0.0, options, len(options) - 1, (event,))
        self.steps.append(step)

    def waits(
        self, task: int, line: int, method: str, obj: str, op: str = "acquire", text: str = ""
    ) -> None:
        """The task stands there when the run is over."""
        site = Site("shop.py", line, f"work_{task}")
        call = Call(method, obj, text or method) if method else None
        pending = Pending(task, op, obj, "w", call, site if method else None)
        self.tasks[task] = replace(self.tasks[task], state="blocked", pending=pending)

    def joins(self, task: int, line: int, child: int) -> None:
        self.waits(task, line, "BaseProcess.join", f"task:{child}", "join")

    def holds(self, task: int, *keys: str) -> None:
        self.tasks[task] = replace(self.tasks[task], holds=keys)
        for key in keys:
            record = self.things[key]
            self.things[key] = replace(record, holders=(*record.holders, task))

    def ends(self, task: int, code: int = 0, failure: Failure | None = None) -> None:
        self.tasks[task] = replace(
            self.tasks[task], state="ended", exit_code=code, failure=failure, pending=None
        )

    def trace(self, status: Status, value: Json = None, **rest: Any) -> Trace:
        return Trace(
            status=status,
            value=value,
            failure=rest.pop("failure", None),
            steps=tuple(self.steps),
            tasks=tuple(self.tasks),
            objects=self.things,
            clock=self.clock,
            **rest,
        )

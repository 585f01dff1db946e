"""How every task stands at a moment of a run: not there yet, ready, running, blocked, or ended."""

from __future__ import annotations

from typing import Literal

from grader.model.trace import Step, Trace

Standing = Literal["absent", "ready", "running", "blocked", "ended"]
"""A task's state; absent before its start."""


class States:
    """Tells how the tasks of a trace stand; when each begins and ends is looked up once."""

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self.born: dict[int, int] = {}  # by task: the step in which it was started
        self.died: dict[int, int] = {}  # by task: the step in which it ended
        for step in trace.steps:
            for option in step.options:
                self.born.setdefault(option.task, step.number - 1)
            for event in step.events:
                prefix, _, number = (event.obj or "").partition(":")
                if event.kind == "started" and prefix == "task" and number.isdigit():
                    self.born[int(number)] = step.number
                if event.kind == "ended":
                    self.died[event.task] = step.number
        self.born[0] = -1

    def during(self, step: Step) -> dict[int, Standing]:
        """Return how each task stands when a step begins, and one of them goes on with it."""
        return self._at(step.number, step.task, _ready(step))

    def after(self, step: Step) -> dict[int, Standing]:
        """Return how each task stands when all of a step is done, and its task still has the core.

        Those that it has started or woken are ready.
        """
        following = step.number + 1
        if following < len(self.trace.steps):
            ready = _ready(self.trace.steps[following])
        else:
            ready = {task.number for task in self.trace.tasks if task.state == "ready"}
        return self._at(following, step.task, ready)

    def _at(self, step: int, runs: int, ready: set[int]) -> dict[int, Standing]:
        def standing(task: int) -> Standing:
            if step <= self.born.get(task, -1):
                return "absent"
            if task == runs:
                return "running"
            if step > self.died.get(task, step):
                return "ended"
            return "ready" if task in ready else "blocked"

        return {task.number: standing(task.number) for task in self.trace.tasks}


def _ready(step: Step) -> set[int]:
    """Return those that could go on; a task whose time-out could fire is waiting still."""
    return {option.task for option in step.options if not option.timer}

"""What search needs of whoever can run a program under control."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol

from grader.model.program import Program
from grader.model.trace import Clock, Option, SwitchAt, Trace
from grader.settings import Settings

Pick = Callable[[tuple[Option, ...]], int]


class Machine(Protocol):
    """Runs one fixed program, once per call, under the schedule that ``pick`` chooses.

    ``pick`` is called at every step with more than one option. In the patient clock no option is
    a timer while a task is ready; in the hostile clock timers of waiting tasks are options too,
    always after the ready tasks. ``detailed`` records names and values (slower, same schedule).
    The kernel's Controller is the real one; tests use a toy.
    """

    def run(
        self,
        pick: Pick,
        *,
        clock: Clock = "patient",
        switch_at: SwitchAt = "calls",
        detailed: bool = False,
    ) -> Trace:
        """Run the program once and return its trace."""


OpenMachine = Callable[[Program, Settings], AbstractContextManager[Machine]]
"""How a machine for a program is had: a class of machines, or what shares one sandbox."""

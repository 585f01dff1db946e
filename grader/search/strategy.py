"""The one interface between search, which chooses schedules, and each way of choosing them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from grader.model.trace import Clock, Option, SwitchAt, Trace


@dataclass(frozen=True, slots=True)
class Plan:
    """How one run is to be made."""

    clock: Clock = "patient"
    switch_at: SwitchAt = "calls"


class Strategy(Protocol):
    """Chooses the schedule of one run after another.

    For each run: ``begin`` says whether there is another run to make; ``pick`` is asked at every
    step that has more than one option; ``end`` is told the trace.
    """

    name: str

    def begin(self) -> Plan | None:
        """Return how the next run is to be made, or None if this strategy has no more runs."""

    def pick(self, options: tuple[Option, ...]) -> int:
        """Return the index of the option to take; options[0] is the default. Never waits."""

    def end(self, trace: Trace) -> None:
        """Learn from the run that was made with the picks since ``begin``."""

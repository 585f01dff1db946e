"""Replay: a given schedule once more, telling if the program has gone another way."""

from __future__ import annotations

from collections.abc import Iterable

from grader.model.trace import Clock, Option, SwitchAt, Trace
from grader.search.strategy import Plan


class Replay:
    """Makes one run, by the given choices, then by defaults.

    Afterwards ``diverged`` is None, or says in a sentence where the program left the schedule.
    """

    name = "replay"

    def __init__(
        self, schedule: Iterable[int], *, clock: Clock = "patient", switch_at: SwitchAt = "calls"
    ) -> None:
        self.diverged: str | None = None
        self._schedule = tuple(schedule)
        self._plan: Plan | None = Plan(clock, switch_at)
        self._decision = 0

    def begin(self) -> Plan | None:
        """Return the plan once, then None."""
        plan, self._plan = self._plan, None
        return plan

    def pick(self, options: tuple[Option, ...]) -> int:
        """Return the schedule's next choice, or the default where there is no such option."""
        number = self._decision
        self._decision += 1
        choice = self._schedule[number] if number < len(self._schedule) else 0
        if choice < len(options):
            return choice
        if self.diverged is None:
            self.diverged = (
                f"choice {number + 1} of the schedule is option {choice}, "
                f"but there were only {len(options)} options (0 to {len(options) - 1})"
            )
        return 0

    def end(self, trace: Trace) -> None:
        """Notice a run that was over before its schedule."""
        unused = [choice for choice in self._schedule[self._decision :] if choice]
        if unused and self.diverged is None:
            self.diverged = (
                f"the run had only {self._decision} choices, "
                f"but the schedule has {len(self._schedule)}"
            )

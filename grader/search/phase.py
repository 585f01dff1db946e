"""A part of a search: one strategy alone, or a systematic and a sampling one that take turns."""

from __future__ import annotations

from collections.abc import Callable

from grader.model.trace import Option, Trace
from grader.search.coverage import Coverage
from grader.search.strategies.bounded import Bounded
from grader.search.strategies.sampling import RoundRobin
from grader.search.strategy import Plan

IN_A_ROW = 2
"""Runs that a strategy makes before it is the other's turn."""


class Phase:
    """Makes runs until it is ``over``, or until its strategies have no more.

    Searching by deviations finds first what is near the default schedule, and knows when nothing
    is left; sampling finds first what needs many small deviations, such as an order of all tasks.
    Which of them a mistake needs is not known before: so they take turns, and none runs what the
    other has run. When all there is was run by deviations, sampling is done as well.
    """

    def __init__(
        self, bounded: Bounded | None, sampling: RoundRobin | None, *, over: Callable[[], bool]
    ) -> None:
        self._bounded = bounded
        self._sampling = sampling
        self._over = over
        self._going = [strategy for strategy in (bounded, sampling) if strategy is not None]
        self._turn = 0
        self._now: Bounded | RoundRobin = self._going[0]

    @property
    def is_whole(self) -> bool:
        """Whether all schedules there are were run by deviations."""
        return self._bounded is not None and self._bounded.is_whole

    def begin(self) -> Plan | None:
        """Begin the next run of the strategy whose turn it is."""
        while self._going and not self._over() and not self.is_whole:
            self._now = self._going[self._turn // IN_A_ROW % len(self._going)]
            self._turn += 1
            if plan := self._now.begin():
                return plan
            self._going.remove(self._now)
        return None

    def pick(self, options: tuple[Option, ...]) -> int:
        """Ask the strategy whose run it is."""
        return self._now.pick(options)

    def end(self, trace: Trace) -> None:
        """Let both learn from the run."""
        self._now.end(trace)
        if self._bounded is not None and self._now is self._sampling:
            self._bounded.note(trace)

    def coverage(self) -> list[Coverage]:
        """Return in words what was run; each run is counted once."""
        found = []
        noted = 0
        if self._bounded is not None:
            found.append(self._bounded.coverage())
            noted = self._bounded.noted
        if self._sampling is not None:
            found.append(self._sampling.coverage(elsewhere=noted))
        return found

"""What all strategies that choose by chance have in common: seeds, timers and fairness."""

from __future__ import annotations

from abc import ABC, abstractmethod
from random import Random

from grader.model.trace import Clock, Option, SwitchAt, Trace
from grader.search.coverage import Coverage
from grader.search.knowledge import Knowledge
from grader.search.strategy import Plan

TIMER_CHANCES = (0.02, 0.1, 0.3)
"""How likely a timer fires early at a decision where one could: one of these for a whole run.

A short program needs the high one, or no timer ever does; a long one the low one, or all do.
"""

PATIENCE = 100
"""Picks of one task in a row, while others are ready, after which it is another's turn."""


class Sampler(ABC):
    """Makes one random schedule after another, for ever.

    The same seed makes the same schedules, given the same traces. If nothing is known of the
    program yet, the first run is the default schedule.
    """

    name = "sampler"

    def __init__(
        self,
        *,
        seed: int = 0,
        clock: Clock = "patient",
        switch_at: SwitchAt = "calls",
        knowledge: Knowledge | None = None,
    ) -> None:
        self.knowledge = knowledge if knowledge is not None else Knowledge()
        self.rng = Random()
        self._seed = seed
        self._plan = Plan(clock, switch_at)
        self._runs = 0
        self._learning = False
        self._timer_chance = 0.0
        self._last = -1
        self._in_a_row = 0

    def begin(self) -> Plan | None:
        """Begin a run; there is always another."""
        self.rng.seed(f"{self._seed}/{self.name}/{self._plan.clock}/{self._runs}")
        self._runs += 1
        self._learning = self.knowledge.traces == 0
        self._last, self._in_a_row = -1, 0
        self._timer_chance = self.rng.choice(TIMER_CHANCES)
        self.prepare()
        return self._plan

    def pick(self, options: tuple[Option, ...]) -> int:
        """Pick a timer rarely, else what ``choose`` says, but no spinning task for ever."""
        timers = [index for index, option in enumerate(options) if option.timer]
        ready = [index for index, option in enumerate(options) if not option.timer]
        if not ready:
            return 0 if self._learning else self.rng.choice(timers)
        if timers and not self._learning and self.rng.random() < self._timer_chance:
            return self.rng.choice(timers)
        index = ready[0 if self._learning else self.choose([options[i] for i in ready])]
        task = options[index].task
        if task == self._last and self._in_a_row >= PATIENCE:
            self.demote(task)
            others = [i for i in ready if options[i].task != task]
            index = self.rng.choice(others or [index])
            task = options[index].task
        self._in_a_row = self._in_a_row + 1 if task == self._last else 1
        self._last = task
        return index

    def end(self, trace: Trace) -> None:
        """Learn from the run."""
        self.knowledge.add(trace)

    def prepare(self) -> None:  # noqa: B027  # a strategy without a state of its own needs none
        """Make ready for a new run."""

    @abstractmethod
    def choose(self, ready: list[Option]) -> int:
        """Return the index of one of the ready tasks' options; there is at least one."""

    def demote(self, task: int) -> None:  # noqa: B027  # only those with a memory need it
        """Note that the task spun, and had to let another go first."""


class RoundRobin:
    """Lets samplers take turns, until ``passes`` rounds in a row have brought nothing new.

    All of them share one knowledge.
    """

    name = "round-robin"

    def __init__(self, samplers: list[Sampler], *, passes: int = 3, note: str = "") -> None:
        self.knowledge = samplers[0].knowledge
        self._samplers = samplers
        self._turn = -1
        self._stale = 0  # runs in a row that brought nothing new
        self._stale_limit = max(passes * len(samplers), 15)
        self._fresh = 0
        self._words = f"by sampling{note}"

    def begin(self) -> Plan | None:
        """Begin the next sampler's run, or return None if all has been seen, it seems."""
        if self._stale >= self._stale_limit:
            return None
        self._turn = (self._turn + 1) % len(self._samplers)
        return self._samplers[self._turn].begin()

    def pick(self, options: tuple[Option, ...]) -> int:
        """Ask the sampler whose turn it is."""
        return self._samplers[self._turn].pick(options)

    def end(self, trace: Trace) -> None:
        """Learn, and count what is new."""
        self._samplers[self._turn].end(trace)
        self._stale = 0 if self.knowledge.fresh else self._stale + 1
        self._fresh += self.knowledge.fresh

    def coverage(self, *, elsewhere: int = 0) -> Coverage:
        """Return in words what was run, without so many that another strategy counts."""
        fresh = self._fresh - elsewhere
        words = (f"{fresh} {self._words}",) if fresh else ()
        return Coverage(fresh, words, finished=False, sampled=True)

"""Strategies one after another: what a whole exploration does with its budget."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from grader.kernel.trace import Mood, Option, Points, Trace
from grader.search.bounded import Bounded
from grader.search.coverage import Coverage
from grader.search.knowledge import Knowledge
from grader.search.pct import PCT
from grader.search.random_walk import RandomWalk
from grader.search.sampling import RoundRobin, Sampler
from grader.search.strategy import Plan
from grader.search.surw import SURW

STRATEGIES = ("mix", "bounded", "pct", "random", "surw")

MIX_BOUND = 3
"""Deviations up to which ``mix`` searches all schedules, if half of the budget allows it."""


@dataclass(frozen=True, slots=True)
class _Phase:
    strategy: Bounded | RoundRobin
    until: Callable[[], int]  # its end, counted in runs of all phases together


class Search:
    """One of STRATEGIES, with a budget of runs.

    In both moods the hostile one gets the last quarter, or all that the patient one leaves; it is
    left out when no task was ever seen to sleep or to wait with a time-out, as it would make the
    same runs.

    Raises ValueError for an unknown strategy, no moods, or a budget below 1.
    """

    def __init__(
        self,
        strategy: str,
        *,
        budget: int,
        seed: int = 0,
        points: Points = "calls",
        moods: tuple[Mood, ...] = ("patient", "hostile"),
        knowledge: Knowledge | None = None,
    ) -> None:
        if strategy not in STRATEGIES:
            known = ", ".join(STRATEGIES)
            raise ValueError(f"there is no strategy {strategy!r}; there are {known}")
        if not moods:
            raise ValueError("no mood of the clock to explore in")
        if budget < 1:
            raise ValueError(f"a budget of {budget} schedules is none; it must be at least 1")
        self.name = strategy
        self.knowledge = knowledge if knowledge is not None else Knowledge()
        self._budget = budget
        self._seed = seed
        self._points: Points = points
        self._moods = moods
        self._made = 0
        self._done: list[Bounded | RoundRobin] = []
        self._phases = self._plan()
        self._phase: _Phase | None = next(self._phases)

    def begin(self) -> Plan | None:
        """Begin the next run of the phase, or of the next phase; None when all is done."""
        while self._phase is not None:
            if self._made < self._phase.until() and (plan := self._phase.strategy.begin()):
                return plan
            self._done.append(self._phase.strategy)
            self._phase = next(self._phases, None)
        return None

    def pick(self, options: tuple[Option, ...]) -> int:
        """Ask the phase's strategy."""
        assert self._phase is not None, "pick comes after a begin that gave a plan"
        return self._phase.strategy.pick(options)

    def end(self, trace: Trace) -> None:
        """Let the phase's strategy learn; all share one knowledge."""
        assert self._phase is not None, "end comes after a begin that gave a plan"
        self._made += 1
        self._phase.strategy.end(trace)

    def coverage(self) -> list[Coverage]:
        """Return what was run, phase by phase."""
        now = [self._phase.strategy] if self._phase is not None else []
        return [strategy.coverage() for strategy in (*self._done, *now)]

    # --- which phases there are: a generator, as each depends on what came before

    def _plan(self) -> Iterator[_Phase]:
        first: Mood = "patient" if "patient" in self._moods else "hostile"
        systematic = self.name in ("mix", "bounded")
        mixed = self.name == "mix"
        whole = False
        if systematic:
            bound = MIX_BOUND if mixed else None
            bounded = self._bounded(first, max_bound=bound, fits=self._half())
            yield _Phase(bounded, self._half if mixed else self._share_of_first)
            whole = bounded.coverage().whole
        if not whole and self.name != "bounded":
            yield _Phase(self._sampling(first), self._share_of_first)
        if not self._is_hostile_later():
            return
        if systematic:
            timers = self._bounded("hostile", max_bound=1 if mixed else None, timers_only=True)
            middle = self._made + (self._budget - self._made + 1) // 2
            yield _Phase(timers, (lambda: middle) if mixed else self._all)
        if self.name != "bounded":
            yield _Phase(self._sampling("hostile", note=" with early timers"), self._all)

    def _is_hostile_later(self) -> bool:
        both = "patient" in self._moods and "hostile" in self._moods
        return both and self.knowledge.timers

    def _half(self) -> int:
        return max(1, self._budget // 2)

    def _share_of_first(self) -> int:
        quarter = self._budget // 4 if self._is_hostile_later() else 0
        return self._budget - quarter

    def _all(self) -> int:
        return self._budget

    def _bounded(
        self, mood: Mood, *, max_bound: int | None, fits: int = 0, timers_only: bool = False
    ) -> Bounded:
        return Bounded(
            mood=mood,
            points=self._points,
            max_bound=max_bound,
            fits=fits,
            timers_only=timers_only,
            knowledge=self.knowledge,
        )

    def _sampling(self, mood: Mood, note: str = "") -> RoundRobin:
        def pct(depth: int) -> Sampler:
            return PCT(
                depth, seed=self._seed, mood=mood, points=self._points, knowledge=self.knowledge
            )

        def surw() -> Sampler:
            return SURW(seed=self._seed, mood=mood, points=self._points, knowledge=self.knowledge)

        def walk() -> Sampler:
            return RandomWalk(
                seed=self._seed, mood=mood, points=self._points, knowledge=self.knowledge
            )

        samplers = {
            "mix": lambda: [pct(2), surw(), pct(3), walk(), pct(4)],
            "pct": lambda: [pct(2), pct(3), pct(4)],
            "random": lambda: [walk()],
            "surw": lambda: [surw()],
        }[self.name]()
        return RoundRobin(samplers, note=note)

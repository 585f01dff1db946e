"""Strategies one after another: what a whole exploration does with its budget."""

from __future__ import annotations

from collections.abc import Iterator

from grader.model.trace import Clock, Option, SwitchAt, Trace
from grader.search.coverage import Coverage
from grader.search.knowledge import Knowledge
from grader.search.phase import Phase
from grader.search.strategies.bounded import Bounded
from grader.search.strategies.pct import PCT
from grader.search.strategies.random_walk import RandomWalk
from grader.search.strategies.sampling import RoundRobin, Sampler
from grader.search.strategies.surw import SURW
from grader.search.strategy import Plan

STRATEGIES = ("mix", "bounded", "pct", "random", "surw")

MIX_BOUND = 3
"""Deviations up to which ``mix`` searches; further if all fits into half of the budget."""


class Search:
    """One of STRATEGIES, with a budget of runs.

    Of both clocks the hostile one gets the last quarter, or all that the patient one leaves; it is
    left out when no task was ever seen to sleep or to wait with a time-out, as it would make the
    same runs.

    Raises ValueError for an unknown strategy, no clocks, or a budget below 1.
    """

    def __init__(
        self,
        strategy: str,
        *,
        budget: int,
        seed: int = 0,
        switch_at: SwitchAt = "calls",
        clocks: tuple[Clock, ...] = ("patient", "hostile"),
        knowledge: Knowledge | None = None,
    ) -> None:
        if strategy not in STRATEGIES:
            known = ", ".join(STRATEGIES)
            raise ValueError(f"there is no strategy {strategy!r}; there are {known}")
        if not clocks:
            raise ValueError("no clock to explore under")
        if budget < 1:
            raise ValueError(f"a budget of {budget} schedules is none; it must be at least 1")
        self.name = strategy
        self.knowledge = knowledge if knowledge is not None else Knowledge()
        self._budget = budget
        self._seed = seed
        self._switch_at: SwitchAt = switch_at
        self._clocks = clocks
        self._made = 0
        self._done: list[Phase] = []
        self._phases = self._plan()
        self._phase: Phase | None = next(self._phases)

    def begin(self) -> Plan | None:
        """Begin the next run of the phase, or of the next phase; None when all is done."""
        while self._phase is not None:
            if plan := self._phase.begin():
                return plan
            self._done.append(self._phase)
            self._phase = next(self._phases, None)
        return None

    def pick(self, options: tuple[Option, ...]) -> int:
        """Ask the phase's strategy."""
        assert self._phase is not None, "pick comes after a begin that gave a plan"
        return self._phase.pick(options)

    def end(self, trace: Trace) -> None:
        """Let the phase's strategies learn; all share one knowledge."""
        assert self._phase is not None, "end comes after a begin that gave a plan"
        self._made += 1
        self._phase.end(trace)

    def coverage(self) -> list[Coverage]:
        """Return what was run, phase by phase."""
        now = [self._phase] if self._phase is not None else []
        return [coverage for phase in (*self._done, *now) for coverage in phase.coverage()]

    # --- which phases there are: a generator, as each depends on what came before

    def _plan(self) -> Iterator[Phase]:
        first: Clock = "patient" if "patient" in self._clocks else "hostile"
        mixed = self.name == "mix"
        systematic = mixed or self.name == "bounded"
        bound = MIX_BOUND if mixed else None
        yield Phase(
            self._bounded(first, max_bound=bound) if systematic else None,
            self._sampling(first) if self.name != "bounded" else None,
            over=lambda: self._made >= self._share_of_first(),
        )
        if not self._is_hostile_later():
            return
        bound = 1 if mixed else None
        timers = self._bounded("hostile", max_bound=bound, timers_only=True)
        yield Phase(
            timers if systematic else None,
            self._sampling("hostile", note=" with early timers")
            if self.name != "bounded"
            else None,
            over=lambda: self._made >= self._budget,
        )

    def _is_hostile_later(self) -> bool:
        both = "patient" in self._clocks and "hostile" in self._clocks
        return both and self.knowledge.timers

    def _share_of_first(self) -> int:
        quarter = self._budget // 4 if self._is_hostile_later() else 0
        return self._budget - quarter

    def _bounded(
        self, clock: Clock, *, max_bound: int | None, timers_only: bool = False
    ) -> Bounded:
        return Bounded(
            clock=clock,
            switch_at=self._switch_at,
            max_bound=max_bound,
            fits=0 if timers_only else self._budget // 2,
            timers_only=timers_only,
            knowledge=self.knowledge,
        )

    def _sampling(self, clock: Clock, note: str = "") -> RoundRobin:
        def pct(depth: int) -> Sampler:
            return PCT(
                depth,
                seed=self._seed,
                clock=clock,
                switch_at=self._switch_at,
                knowledge=self.knowledge,
            )

        surw = SURW(
            seed=self._seed, clock=clock, switch_at=self._switch_at, knowledge=self.knowledge
        )
        walk = RandomWalk(
            seed=self._seed, clock=clock, switch_at=self._switch_at, knowledge=self.knowledge
        )
        samplers: dict[str, list[Sampler]] = {
            "mix": [*[surw] * 3, walk, *[surw] * 3, pct(2), *[surw] * 3, pct(3)],
            "pct": [pct(2), pct(3), pct(4)],
            "random": [walk],
            "surw": [surw],
        }
        return RoundRobin(samplers[self.name], note=note)

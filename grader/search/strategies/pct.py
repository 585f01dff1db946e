"""PCT, probabilistic concurrency testing (Burckhardt and others, ASPLOS 2010).

Each task gets a random priority, and the highest that is ready runs. At ``depth - 1`` random
decisions, the task that would run falls below all others. A bug that needs ``depth`` orderings is
found with a probability of at least 1 / (n * k ** (depth - 1)) for n tasks and k decisions.
"""

from __future__ import annotations

from grader.model.trace import Clock, Option, SwitchAt
from grader.search.knowledge import Knowledge
from grader.search.strategies.sampling import Sampler


class PCT(Sampler):
    """Runs by random priorities that change at ``depth - 1`` points.

    The points are drawn from the decisions that a run has in the traces seen.
    """

    def __init__(
        self,
        depth: int,
        *,
        seed: int = 0,
        clock: Clock = "patient",
        switch_at: SwitchAt = "calls",
        knowledge: Knowledge | None = None,
    ) -> None:
        super().__init__(seed=seed, clock=clock, switch_at=switch_at, knowledge=knowledge)
        self.name = f"pct{depth}"
        self._depth = depth
        self._priorities: dict[int, float] = {}
        self._changes: set[int] = set()
        self._decision = 0
        self._lowest = 0

    def prepare(self) -> None:
        """Draw the points at which priorities change."""
        decisions = self.knowledge.decisions
        count = min(self._depth - 1, decisions)
        self._changes = set(self.rng.sample(range(decisions), count))
        self._priorities = {}
        self._decision = self._lowest = 0

    def choose(self, ready: list[Option]) -> int:
        """Return the index of the highest priority, after a change if one is due."""
        for option in ready:
            if option.task not in self._priorities:
                self._priorities[option.task] = self.rng.random()
        if self._decision in self._changes:
            self.demote(ready[self._highest(ready)].task)
        self._decision += 1
        return self._highest(ready)

    def demote(self, task: int) -> None:
        """Put the task below all others."""
        self._lowest -= 1
        self._priorities[task] = self._lowest

    def _highest(self, ready: list[Option]) -> int:
        return max(range(len(ready)), key=lambda i: self._priorities[ready[i].task])

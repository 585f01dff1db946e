"""SURW, selectively uniform random walk (Zhao, Wolff, Mathur, Roychoudhury, ASPLOS 2025).

A random walk favours short tasks' ends: a long task's last event is rarely early. SURW draws the
order of *interesting* events uniformly instead: it fixes which task makes the next one, with a
chance proportional to how many each still has before it, and lets the others go on only as far as
their own next interesting event. All that is not interesting is a plain random walk.

What is interesting is drawn anew for each run: one object that tasks conflict on in the traces
seen, or all of them. The same traces tell how many touches of it each task makes.

A task that is to make the next event may spin until one that is held back has made its own. So it
counts as blocked after a number of picks, which is halved each time: who spins once does so again.
"""

from __future__ import annotations

from collections.abc import Iterable

from grader.model.trace import Clock, Option, Pending, SwitchAt
from grader.search.knowledge import Knowledge, touched
from grader.search.strategies.sampling import PATIENCE, Sampler

LEAST_PATIENCE = 6
"""Picks that the patience of a run is never below."""


class SURW(Sampler):
    """Samples the orders of interesting events uniformly, as far as the counts are right."""

    name = "surw"

    def __init__(
        self,
        *,
        seed: int = 0,
        clock: Clock = "patient",
        switch_at: SwitchAt = "calls",
        knowledge: Knowledge | None = None,
    ) -> None:
        super().__init__(seed=seed, clock=clock, switch_at=switch_at, knowledge=knowledge)
        self._interesting: frozenset[str] = frozenset()
        self._done: dict[int, int] = {}  # interesting events made by each task
        self._born: set[int] = set()
        self._intended: int | None = None
        self._quiet = 0  # picks since the last interesting event
        self._patience = PATIENCE

    def prepare(self) -> None:
        """Draw what is interesting in this run."""
        shared = self.knowledge.shared()
        drawn = self.rng.randrange(len(shared) + 1) if shared else 0
        self._interesting = frozenset(shared if drawn == len(shared) else shared[drawn : drawn + 1])
        self._done = {}
        self._born = set()
        self._intended = None
        self._quiet, self._patience = 0, PATIENCE

    def choose(self, ready: list[Option]) -> int:
        """Return any index that leaves the next interesting event to the intended task."""
        self._welcome({option.task for option in ready})
        allowed = [
            index
            for index, option in enumerate(ready)
            if option.task == self._intended or not self._is_interesting(option.pending)
        ]
        held_back = [option for index, option in enumerate(ready) if index not in allowed]
        spins = self._quiet >= self._patience
        if held_back and (spins or not allowed):  # the intended task waits: another must come first
            self._intended = self._draw(option.task for option in held_back)
            allowed = [i for i, option in enumerate(ready) if option.task == self._intended]
        if held_back and spins:
            self._patience = max(LEAST_PATIENCE, self._patience // 2)
        index = self.rng.choice(allowed)
        task = ready[index].task
        self._quiet += 1
        if self._is_interesting(ready[index].pending):
            self._quiet = 0
            self._done[task] = self._done.get(task, 0) + 1
            self._intended = self._draw(self._born)
        return index

    def _welcome(self, tasks: set[int]) -> None:
        """Take in tasks that are seen for the first time."""
        new = tasks - self._born
        if not new:
            return
        self._born |= new
        if self._intended is None:
            self._intended = self._draw(self._born)
            return
        # A parent stood for its children until now: it hands the turn on by their shares.
        family = {task for task in new if self._stands_for(task) == self._intended}
        if family:
            self._intended = self._draw({self._intended, *family})

    def _stands_for(self, task: int) -> int | None:
        """Return the nearest ancestor that was born before."""
        seen = {task}
        parent = self.knowledge.parents.get(task)
        while parent is not None and parent not in self._born and parent not in seen:
            seen.add(parent)
            parent = self.knowledge.parents.get(parent)
        return parent

    def _draw(self, tasks: Iterable[int]) -> int:
        """Draw a task by what it and its unborn children have before them."""
        among = sorted(tasks)
        remaining = dict.fromkeys(among, 0.01)  # the counts are estimates: nobody is at 0
        for task in {*among, *self.knowledge.parents}:
            stands = task if task in self._born else self._stands_for(task)
            if stands in remaining:
                remaining[stands] += self._left(task)
        return self.rng.choices(among, weights=[remaining[task] for task in among])[0]

    def _left(self, task: int) -> float:
        expected = sum(self.knowledge.touches(key, task) for key in self._interesting)
        return max(0.0, expected - self._done.get(task, 0))

    def _is_interesting(self, pending: Pending) -> bool:
        return touched(pending) in self._interesting

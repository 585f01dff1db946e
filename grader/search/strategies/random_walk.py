"""Random walk: at each decision every ready task is equally likely."""

from __future__ import annotations

from grader.model.trace import Option
from grader.search.strategies.sampling import Sampler


class RandomWalk(Sampler):
    """Picks any ready task, each with the same chance."""

    name = "random"

    def choose(self, ready: list[Option]) -> int:
        """Return any index."""
        return self.rng.randrange(len(ready))

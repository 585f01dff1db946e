"""How far a wrong solution is from slipping through: the schedule that catches it, seed by seed.

Students' mistakes are not exactly those of the solutions, so a check needs more schedules than its
own wrong solutions ask for.
"""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Margin:
    """The numbers of the schedules that failed, one for each seed, and how many there may be."""

    budget: int  # schedules that the check may try
    caught: tuple[int, ...] = ()  # numbers of schedules, from 1

    def with_(self, number: int) -> Margin:
        """Return the margin with what one more seed needed."""
        return replace(self, caught=(*self.caught, number))

    @property
    def same_with_any_seed(self) -> bool:
        """Whether no seed can change it: the first schedule makes no choice by chance."""
        return self.caught == (1,)

    @property
    def wide(self) -> bool:
        """Whether the worst seed took at most half of the schedules."""
        worst = max(self.caught)
        return worst == 1 or 2 * worst <= self.budget

    @property
    def wanted(self) -> str:
        """What is asked for, in words."""
        return f"within half of its {self.budget} schedules"

    @property
    def seen(self) -> str:
        """What was needed, in words: "after 3 to 17 of 60 schedules, with 10 seeds"."""
        least, most = min(self.caught), max(self.caught)
        number = f"{most}" if least == most else f"{least} to {most}"
        seeds = f", with {len(self.caught)} seeds" if len(self.caught) > 1 else ""
        return f"after {number} of {self.budget} schedules{seeds}"

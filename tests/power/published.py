"""How many schedules others needed for the programs in programs/: figures from the literature.

From SCTBench's CS family: the mean number of schedules to the first failure over 20 sessions of
at most 10,000, as published for SURW (ASPLOS 2025, appendix A); carter01 and queue are from RFF
(ASPLOS 2024, appendix B).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

NEVER = float("inf")


@dataclass(frozen=True, slots=True)
class Published:
    """Mean schedules to the first failure; NEVER: in no session; None: no figure is given."""

    random: float | None = None
    pct3: float | None = None
    pos: float | None = None
    surw: float | None = None

    @property
    def best(self) -> float | None:
        """The smallest figure there is."""
        given = [n for n in (self.random, self.pct3, self.pos, self.surw) if n is not None]
        return min(given, default=None)


PUBLISHED: Mapping[str, Published] = MappingProxyType(
    {
        "account": Published(18, 4, 4, 6),
        "carter01": Published(pct3=5, pos=2),
        "deadlock01": Published(3, 13, 4, 2),
        "lazy01": Published(21, 5, 5, 2),
        "queue": Published(pct3=12, pos=1),
        "reorder_3": Published(NEVER, 185, 86, 7),
        "reorder_5": Published(NEVER, 647, 2169, 10),
        "reorder_10": Published(NEVER, 3225, NEVER, 17),
        "token_ring": Published(13, 8, 9, 8),
        "twostage_100": Published(NEVER, 7466, 6674, 454),
        "wronglock_3": Published(36, 58, 11, 9),
    }
)
"""By the program's name. The other programs stand in no table, or fail on every schedule."""

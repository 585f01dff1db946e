"""One frozen object with every number that governs a run; nothing else holds settings."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal

from grader.model.trace import StartMethod

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Settings:
    """Budgets and limits. Budgets are counts; no verdict depends on seconds of a clock."""

    schedules: int = 60  # runs per scenario of a check
    explore_schedules: int = 200  # runs of `grader explore`, which has one program to look at
    seed: int = 0
    strategy: str = "mix"
    switch_at: Literal["auto", "calls", "lines"] = "auto"
    start_method: StartMethod = "fork"  # the same on every Python, whose own default differs

    steps: int = 20_000  # steps of one run, past which it is stuck
    operations: int = 400_000  # base operations of one run
    objects: int = 20_000  # that one run makes, of those that processes share
    processes: int = 64  # that exist at once in one run
    memory: int = 1024 * MIB  # address space of one process, bytes
    memory_together: int = 2048 * MIB  # that all processes of one run hold, bytes
    output: int = MIB  # bytes of standard output and error kept of one run; past it the run ends
    file_size: int = 16 * MIB  # bytes of one file that a run writes
    cpu_seconds: float = 3.0  # processor time between two scheduling points
    cpu_together: float = 60.0  # processor time of all processes of one run, seconds
    sleeping_seconds: float = 2.0  # a task asleep outside control for so long is hung

    cpu_count: int = 2  # what the program is told: the same on every machine
    isolation: Literal["best", "require", "none"] = "best"

    origins: dict[str, str] = field(default_factory=dict, compare=False)
    """Where each value that is not the default came from, such as "--seed"."""

    def with_(self, origin: str, **values: Any) -> Settings:
        """Return a copy with the values that are not None, noting where they came from.

        Raises TypeError for a name that is no setting.
        """
        known = {f.name for f in fields(self)}
        if unknown := set(values) - known:
            raise TypeError(f"no such setting: {', '.join(sorted(unknown))}")
        given = {name: value for name, value in values.items() if value is not None}
        return replace(self, **given, origins={**self.origins, **dict.fromkeys(given, origin)})

"""What the parts of the kernel share while one run lasts."""

from __future__ import annotations

from dataclasses import dataclass, field

from grader.kernel.recorder import Recorder
from grader.kernel.registry import Registry
from grader.kernel.tasks import Task
from grader.model.trace import Clock, Json, SwitchAt
from grader.settings import Settings


@dataclass(slots=True, eq=False)
class State:
    """One run as it stands: who there is, what there is, and what time it is."""

    settings: Settings
    clock: Clock
    switch_at: SwitchAt
    detailed: bool
    registry: Registry
    recorder: Recorder
    tasks: list[Task] = field(default_factory=list)  # by number
    # By the number of a process: its children that have ended, and of which it was not told yet.
    ended: dict[int, list[Json]] = field(default_factory=dict)
    current: Task | None = None  # whose turn it is
    now: float = 0.0  # virtual seconds since the run began
    operations: int = 0

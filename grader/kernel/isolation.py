"""What isolation of the operating system there is around a sandbox, and what is done without."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

STEPS: Mapping[str, str] = MappingProxyType(
    {
        "processes": "other processes",
        "files": "files",
        "proc": "system information in /proc",
        "network": "network",
        "ipc": "shared memory and message queues",
        "host": "host name",
        "user": "other processes and files of the same user",
    }
)
"""The steps of isolation, by what they protect of this machine."""


@dataclass(frozen=True, slots=True)
class Isolation:
    """Which steps of isolation are in force; limits and the killable process tree always are."""

    denied: tuple[tuple[str, str], ...] = ()  # (a name in STEPS, why it is not in force)
    ungrouped: str = ""  # why no cgroup bounds all processes together: the kernel counts anyway

    def protects(self, step: str) -> bool:
        """Say whether a step is in force; raises KeyError if there is no such step."""
        if step not in STEPS:
            raise KeyError(step)
        return step not in dict(self.denied)

    @property
    def full(self) -> bool:
        """Whether every step is in force."""
        return not self.denied

    @property
    def missing(self) -> tuple[str, ...]:
        """What of this machine is not protected, each with the reason."""
        return tuple(f"{STEPS[name]} ({why})" for name, why in self.denied)

    @property
    def words(self) -> str:
        """One line for reports."""
        limits = "limits in force"
        if self.ungrouped:
            why = f"by count and not by a cgroup ({self.ungrouped})"
            limits = f"limits in force, on the memory of all processes together {why}"
        if self.full:
            return f"isolated: own processes, files, network and user; {limits}"
        lost: dict[str, list[str]] = {}
        for name, why in self.denied:
            lost.setdefault(why, []).append(STEPS[name])
        reasons = "; ".join(f"{', '.join(words)} ({why})" for why, words in lost.items())
        return f"{limits}; not protected: {reasons}"

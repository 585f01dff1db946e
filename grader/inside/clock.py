"""Time: the virtual clock in place of ``time.sleep``, ``time``, ``monotonic`` and their kin."""

from __future__ import annotations

import time
from typing import Any

from .link import Link
from .standin import stands_for

EPOCH = 1_767_225_600.0  # 2026-01-01 00:00 UTC: when every run begins
UPTIME = 10_000.0  # what monotonic and perf_counter say then
READS = 100  # looks at the clock, with nothing else between, that count as a spin


def install(link: Link) -> None:
    """Replace the functions of the ``time`` module."""
    real = {name: getattr(time, name) for name in ("time", "monotonic", "perf_counter", "sleep")}

    def look() -> float:
        link.idle += 1
        if link.idle >= READS:
            link.ask("yield", arg="clock")
        return link.now

    @stands_for("time", "sleep")
    def sleep(seconds: Any, /) -> None:
        if not link.active:
            real["sleep"](seconds)
            return
        if not isinstance(seconds, (int, float)) and not hasattr(seconds, "__float__"):
            raise TypeError(
                f"'{type(seconds).__name__}' object cannot be interpreted as an integer"
            )
        if float(seconds) < 0:
            raise ValueError("sleep length must be non-negative")
        link.ask("sleep", timeout=min(float(seconds), 1e9))

    def reader(name: str, start: float) -> None:
        original = real[name]

        @stands_for("time", name)
        def seconds() -> float:
            return start + look() if link.active else float(original())

        @stands_for("time", f"{name}_ns")
        def nanoseconds() -> int:
            return int((start + look()) * 1e9) if link.active else int(original() * 1e9)

    reader("time", EPOCH)
    reader("monotonic", UPTIME)
    reader("perf_counter", UPTIME)

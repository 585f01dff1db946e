"""Time: the virtual clock in place of ``time.sleep``, ``time``, ``monotonic`` and their kin."""

from __future__ import annotations

import time
from typing import Any

from .link import Link

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

        def seconds() -> float:
            return start + look() if link.active else float(original())

        def nanoseconds() -> int:
            return int((start + look()) * 1e9) if link.active else int(original() * 1e9)

        seconds.__name__ = seconds.__qualname__ = name
        nanoseconds.__name__ = nanoseconds.__qualname__ = f"{name}_ns"
        setattr(time, name, seconds)
        setattr(time, f"{name}_ns", nanoseconds)

    reader("time", EPOCH)
    reader("monotonic", UPTIME)
    reader("perf_counter", UPTIME)
    time.sleep = sleep

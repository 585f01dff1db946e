"""The few names that a checks.py imports.

They are loaded on first use: the engine's own processes import ``grader.kernel`` and
``grader.guest``, and must not carry the machinery of the checks with them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.checks import (
        CallSeen,
        EventSeen,
        Run,
        Stay,
        StepSeen,
        check,
        expect,
        fifo_per_producer,
        nothing_lost_or_doubled,
        run_processes,
        scenario,
        shaped,
        shown,
    )

__all__ = [
    "CallSeen",
    "EventSeen",
    "Run",
    "Stay",
    "StepSeen",
    "check",
    "expect",
    "fifo_per_producer",
    "nothing_lost_or_doubled",
    "run_processes",
    "scenario",
    "shaped",
    "shown",
]


def __getattr__(name: str) -> object:
    if name in __all__:
        return getattr(import_module("grader.checks"), name)
    raise AttributeError(f"module 'grader' has no attribute {name!r}")

"""Moments in which no garbage may be collected: what it leaves behind runs code of its own."""

from __future__ import annotations

from gc import disable as forbid  # kept here: a program may put others in their place
from gc import enable, isenabled


class Uncollected:
    """Collects no garbage within a ``with`` block; if not ``at_once``, then from ``forbid`` on."""

    __slots__ = ("_at_once", "_collected")

    def __init__(self, *, at_once: bool = True) -> None:
        self._at_once = at_once

    def __enter__(self) -> None:
        self._collected = isenabled()
        if self._at_once:
            forbid()

    def __exit__(self, *error: object) -> None:
        if self._collected:
            enable()

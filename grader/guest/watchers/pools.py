"""Errors that a pool keeps, and who collects them."""

from __future__ import annotations

from typing import Any

from ..failures import swallowed
from ..link import Link
from ..wrapping import after, renamed


def install(link: Link) -> None:
    """Watch the results of pools."""
    from multiprocessing import pool

    def failed(result: Any, self: Any, *args: Any) -> None:
        unasked = self._event.is_set() and not self._success and self._error_callback is None
        if unasked and not getattr(self, "_told", False):
            self._told = True
            link.note("swallowed", f"result:{self._job}", swallowed(link, self._value, "pool"))
            link.flush()

    after(pool.ApplyResult, "_set", failed)
    after(pool.MapResult, "_set", failed)
    original = pool.ApplyResult.get

    def get(self: Any, timeout: float | None = None) -> Any:
        try:
            return original(self, timeout)
        finally:
            if self.ready() and not self._success:
                link.note("collected", f"result:{self._job}")

    pool.ApplyResult.get = renamed(get, original)

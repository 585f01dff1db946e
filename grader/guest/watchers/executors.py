"""``concurrent.futures``: errors that are kept, and who collects them, told to the kernel."""

from __future__ import annotations

from itertools import count
from typing import Any

from ..failures import swallowed
from ..imports import when_imported
from ..link import Link
from ..wrapping import after, renamed


def install(link: Link) -> None:
    """Watch futures from the moment in which they are imported."""
    when_imported("concurrent.futures._base", lambda base: _watch_futures(link, base.Future))


def _watch_futures(link: Link, future: Any) -> None:
    numbers = count()

    def failed(result: Any, self: Any, error: Any) -> None:
        if link.active and error is not None and not self._done_callbacks:
            self._told = number = next(numbers)
            link.note("swallowed", f"future:{number}", swallowed(link, error, "executor"))

    after(future, "set_exception", failed)

    def collect(name: str) -> None:
        original = getattr(future, name)

        def wrapper(self: Any, *args: Any, **kwargs: Any) -> Any:
            try:
                return original(self, *args, **kwargs)
            finally:
                if getattr(self, "_told", None) is not None:
                    link.note("collected", f"future:{self._told}")

        setattr(future, name, renamed(wrapper, original))

    collect("result")
    collect("exception")

"""``concurrent.futures``: errors and answers told to the kernel, its threads kept in order."""

from __future__ import annotations

from typing import Any

from .imports import when_imported
from .link import Link
from .ordered import OrderedSet
from .watch import swallowed
from .wrapping import around, renamed


def install(link: Link) -> None:
    """Watch futures and executors from the moment in which they are imported."""

    def watch(base: Any) -> None:
        _watch_futures(link, base.Future)

    def order(thread: Any) -> None:
        _in_order(thread.ThreadPoolExecutor)

    when_imported({"concurrent.futures._base": watch, "concurrent.futures.thread": order})


def _in_order(executor: Any) -> None:
    original = executor.__init__

    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:  # replaces it
        original(self, *args, **kwargs)
        self._threads = OrderedSet()

    executor.__init__ = __init__


def _watch_futures(link: Link, future: Any) -> None:
    numbers: dict[int, int] = {}

    def failed(result: Any, self: Any, error: Any) -> None:
        if link.active and error is not None and not self._done_callbacks:
            number = numbers.setdefault(id(self), len(numbers))
            self._told = number
            link.note("swallowed", f"future:{number}", swallowed(link, error, "executor"))

    around(future, "set_exception", failed)

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

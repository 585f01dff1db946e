"""``concurrent.futures``: errors that are kept, and who collects them, told to the kernel."""

from __future__ import annotations

from itertools import count
from typing import Any

from ..failures import swallowed
from ..imports import when_imported
from ..link import Link
from ..wrapping import after, renamed

GIVEN_UP = "_given_up"
"""An attribute of a future that somebody has cancelled, too late or not."""


def install(link: Link) -> None:
    """Watch futures from the moment in which they are imported."""
    when_imported("concurrent.futures._base", lambda base: _watch_futures(link, base.Future))
    when_imported("concurrent.futures.process", lambda process: _watch_breaking(link, process))


class _Broken:
    """What came of one executor's breaking: its dead, and the futures that were told.

    It is the same for all of them: who has seen it once, knows.
    """

    def __init__(self, link: Link) -> None:
        self._link = link
        self._pids: list[int] = []
        self._futures: list[int] = []
        self._seen = False

    def add(self, pids: Any = (), futures: Any = ()) -> None:
        """Remember these, or tell of them at once if it was seen before."""
        self._pids += pids
        self._futures += futures
        if self._seen:
            self.see()

    def see(self) -> None:
        """The program has been told that the executor is broken."""
        self._seen = True
        for pid in self._pids:
            self._link.looked_at(pid)
        for number in self._futures:
            self._link.note("collected", f"future:{number}")
        self._pids, self._futures = [], []


def _watch_breaking(link: Link, process: Any) -> None:
    """Remember whose processes died when an executor tells its futures that it is broken."""
    manager, executor = process._ExecutorManagerThread, process.ProcessPoolExecutor
    breaks, submits = manager.terminate_broken, executor.submit

    def broken(thread: Any) -> _Broken:
        found: _Broken = vars(thread).setdefault("_broken", _Broken(link))
        return found

    def terminate_broken(self: Any, /, *args: Any) -> None:
        broken(self).add(self.processes or ())
        for item in self.pending_work_items.values():
            item.future._broken = broken(self)
        breaks(self, *args)

    def submit(self: Any, /, *args: Any, **kwargs: Any) -> Any:
        try:
            return submits(self, *args, **kwargs)
        except process.BrokenProcessPool:
            if self._executor_manager_thread is not None:
                broken(self._executor_manager_thread).see()
            raise

    manager.terminate_broken = renamed(terminate_broken, breaks)
    executor.submit = renamed(submit, submits)


def _watch_futures(link: Link, future: Any) -> None:
    numbers = count()

    def failed(result: Any, self: Any, error: Any) -> None:
        unseen = not (self._done_callbacks or hasattr(self, GIVEN_UP))
        if link.active and error is not None and unseen:
            self._told = number = next(numbers)
            link.note("swallowed", f"future:{number}", swallowed(link, error, "executor"))
            if (broken := getattr(self, "_broken", None)) is not None:
                broken.add(futures=[number])

    after(future, "set_exception", failed)

    def collect(name: str) -> None:
        original = getattr(future, name)

        def wrapper(self: Any, /, *args: Any, **kwargs: Any) -> Any:
            try:
                return original(self, *args, **kwargs)
            finally:
                if getattr(self, "_told", None) is not None:
                    link.note("collected", f"future:{self._told}")
                    if (broken := getattr(self, "_broken", None)) is not None:
                        broken.see()

        setattr(future, name, renamed(wrapper, original))

    def given_up(result: Any, self: Any) -> None:
        """Nobody wants it any more, as those of a map of which one has failed and was seen."""
        vars(self)[GIVEN_UP] = True
        if getattr(self, "_told", None) is not None:
            link.note("collected", f"future:{self._told}")

    collect("result")
    collect("exception")
    after(future, "cancel", given_up)

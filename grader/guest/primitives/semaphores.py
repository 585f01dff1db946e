"""``_multiprocessing.SemLock`` with its state in the kernel.

Lock, RLock, Semaphore, Condition, Event, Barrier, Queue and Value are CPython's own code on top.
"""

from __future__ import annotations

import _multiprocessing
from _thread import get_ident
from typing import Any

from ..link import Link
from ..standin import goes_by_its_name

RECURSIVE_MUTEX, SEMAPHORE = 0, 1


def make_semlock(link: Link) -> type:
    """Return the class that stands in for ``_multiprocessing.SemLock``."""

    @goes_by_its_name
    class SemLock:
        """Semaphore or recursive mutex: the value lives in the kernel, the owner's count here."""

        SEM_VALUE_MAX = _multiprocessing.SemLock.SEM_VALUE_MAX

        def __init__(
            self, kind: int, value: int, maxvalue: int, name: str | None, unlink: bool
        ) -> None:
            if kind not in (RECURSIVE_MUTEX, SEMAPHORE):
                raise ValueError("unrecognized kind")
            if value < 0 or value > self.SEM_VALUE_MAX:
                raise ValueError("invalid value")
            self.handle: int = link.ask("new-sem", None, [kind, value, maxvalue])
            self.kind, self.maxvalue = kind, maxvalue
            self.name = None if unlink else name
            self.count, self.owner = 0, 0

        @classmethod
        def _rebuild(cls, handle: int, kind: int, maxvalue: int, name: str | None) -> SemLock:
            self: SemLock = cls.__new__(cls)
            self.handle, self.kind, self.maxvalue, self.name = handle, kind, maxvalue, name
            self.count, self.owner = 0, 0
            return self

        def acquire(self, block: bool = True, timeout: float | None = None) -> bool:
            if self.kind == RECURSIVE_MUTEX and self._is_mine():
                self.count += 1
                return True
            if not block:
                got = link.ask("try-acquire", self.handle, touch="w")
            else:
                wait = None if timeout is None else max(0.0, float(timeout))
                got = link.ask("acquire", self.handle, timeout=wait, touch="w")
            if got:
                self.count += 1
                self.owner = get_ident()
            link.kernel.attend()
            return bool(got)

        def release(self) -> None:
            if self.kind == RECURSIVE_MUTEX:
                if not self._is_mine():
                    raise AssertionError("attempt to release recursive lock not owned by thread")
                if self.count > 1:
                    self.count -= 1
                    return
            if not link.ask("release", self.handle, touch="w"):
                raise ValueError("semaphore or lock released too many times")
            self.count -= 1
            link.kernel.attend()

        def __enter__(self) -> bool:
            return self.acquire()

        def __exit__(self, *exc: object) -> None:
            self.release()

        def _count(self) -> int:
            return self.count

        def _is_mine(self) -> bool:
            return self.count > 0 and self.owner == get_ident()

        def _get_value(self) -> int:
            return int(link.ask("value", self.handle, touch="r"))

        def _is_zero(self) -> bool:
            return bool(link.ask("value", self.handle, touch="r") == 0)

        def _after_fork(self) -> None:
            self.count = 0

    link.talking.update(f.__code__ for f in (SemLock.acquire, SemLock.release))
    return SemLock


def install(link: Link) -> None:
    """Put the class in place before anything copies its bound methods."""
    semlock = make_semlock(link)
    _multiprocessing.SemLock = semlock
    import multiprocessing.synchronize as synchronize

    synchronize.SemLock.__init__.__globals__["sem_unlink"] = lambda name: None
    _name_semaphores(synchronize)


def _name_semaphores(synchronize: Any) -> None:
    """Keep names unique per process without a random part: they are seen in no trace."""
    import itertools

    counter = itertools.count(1)
    synchronize.SemLock._make_name = staticmethod(lambda: f"/mp-{next(counter)}")

"""The lock among the threads of a process.

Its state lives in the process, where only one task runs at a time: the kernel hears of it at
points and when somebody has to wait.
"""

from __future__ import annotations

import threading
from _thread import get_ident
from typing import Any

from ..link import Link
from ..standin import goes_by_its_name


def make_lock(link: Link) -> type:
    """Return the class that stands in for ``_thread.lock``."""

    @goes_by_its_name
    class lock:  # the name that learners see in an error message
        """A lock among the threads of one process."""

        __slots__ = ("__weakref__", "_key", "_owner", "_taken", "_waiting")

        def __init__(self) -> None:
            self._taken = False
            self._owner = -1
            self._waiting = 0
            self._key: int | None = None

        def __init_subclass__(cls) -> None:
            raise TypeError("type '_thread.lock' is not an acceptable base type")

        def _name(self) -> int:
            if self._key is None:
                link.counter += 1
                self._key = link.counter
            return self._key

        def point(self) -> bool:
            """Let others go first where the submission itself uses the lock; say if it does."""
            if not self._point():
                return False
            link.kernel.attend()  # nothing is taken yet: a handler may do so first
            return True

        def _point(self) -> bool:
            if len(link.sockets) == 1 or not link.is_point():
                return False
            link.ask("thread-lock", self._name(), touch="w", again=True)
            return True

        def shown_key(self) -> str:
            """Return the kernel's key, for notes about what the lock is a part of."""
            return f"lock:{link.process}:{self._name()}"

        def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:
            if not blocking and timeout != -1:
                raise ValueError("can't specify a timeout for a non-blocking call")
            if timeout < 0 and timeout != -1:
                raise ValueError("timeout value must be a non-negative number")
            if timeout > threading.TIMEOUT_MAX:
                raise OverflowError("timeout value is too large")
            if not self.point():
                link.took_lock()
            if self._taken and link.active:
                if blocking and timeout != 0:
                    self._wait(None if timeout == -1 else timeout)
                elif len(link.sockets) > 1:  # a look takes time
                    link.request("look", None, None, None, (), "-", None, None, False)
            if self._taken:
                return False
            self._taken = True
            self._owner = link.numbers.get(get_ident(), -1)
            return True

        def _wait(self, timeout: float | None) -> None:
            end = None if timeout is None else link.kernel.now + timeout
            self._waiting += 1
            try:
                while self._taken:
                    left = None if end is None else max(0.0, end - link.kernel.now)
                    woken = link.ask(
                        "thread-wait", self._name(), self._owner, timeout=left, touch="w"
                    )
                    if not woken:
                        return
            finally:
                self._waiting -= 1

        def release(self) -> None:
            if not self._taken:
                raise RuntimeError("release unlocked lock")
            self._point()  # a handler comes later: an RLock has forgotten its owner already
            self._taken = False
            self._owner = -1
            if self._waiting and link.active:
                link.request("wake", self._name(), None, None, (), "w", None, None, False)
            link.kernel.attend()

        def locked(self) -> bool:
            return self._taken

        def _is_owned(self) -> bool:
            """Tell a Condition what it would else find out by trying to take the lock."""
            return self._taken

        def _at_fork_reinit(self) -> None:
            self._taken = False
            self._owner = -1
            self._waiting = 0

        acquire_lock, release_lock, locked_lock = acquire, release, locked

        def __enter__(self) -> bool:
            return self.acquire()

        def __exit__(self, *exc: object) -> None:
            self.release()

        def __repr__(self) -> str:
            state = "locked" if self._taken else "unlocked"
            return f"<{state} _thread.lock object at {id(self):#x}>"

        def __reduce__(self) -> Any:
            raise TypeError("cannot pickle '_thread.lock' object")

    lock.__module__, lock.__qualname__ = "threading", "Lock"  # where pickle finds it
    return lock

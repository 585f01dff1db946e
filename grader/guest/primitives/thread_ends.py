"""A thread's end is told by the release of a lock, as each Python has it."""

from __future__ import annotations

import os
import sys
import threading
import weakref
from _thread import get_ident
from collections.abc import Callable
from typing import Any

from ..link import Link
from .thread_start import start as start_task

STARTS_AFTER_FORK = sys.version_info >= (3, 13, 4)
"""Whether a thread made before a fork can be started after it. 3.13 took it for ended at first."""


def install_sentinels(link: Link, lock: type, names: dict[str, Any], real_start: Any) -> None:
    """3.11 and 3.12: a thread's end is the release of its sentinel lock."""
    sentinels: dict[int, Any] = {}
    real_sentinel = names["_set_sentinel"]

    def set_sentinel() -> Any:
        if not link.active or get_ident() not in link.sockets:
            return real_sentinel()
        sentinel = lock()
        sentinels[get_ident()] = weakref.ref(sentinel)
        return sentinel

    def done() -> None:
        reference = sentinels.pop(get_ident(), None)
        sentinel = reference() if reference is not None else None
        if sentinel is not None and sentinel.locked():
            sentinel.release()

    def start_new_thread(function: Any, args: Any, kwargs: Any = None) -> int:
        if not link.active:
            return int(real_start(function, args, kwargs or {}))
        return int(
            start_task(
                link, function, done, lambda run: real_start(run, ()), args=args, kwargs=kwargs
            )
        )

    names["_set_sentinel"] = set_sentinel
    names["_start_new_thread"] = start_new_thread
    import _thread

    _thread.start_new_thread = start_new_thread


def install_handles(link: Link, lock: type, names: dict[str, Any]) -> None:
    """3.13: a thread's end is told by its handle."""
    real_start = names["_start_joinable_thread"]
    handles: weakref.WeakSet[Any] = weakref.WeakSet()
    non_daemon: weakref.WeakSet[Any] = weakref.WeakSet()

    class _ThreadHandle:
        """Stands in for ``_thread._ThreadHandle``: done when its lock is free again."""

        def __init__(self) -> None:
            handles.add(self)
            self.ident = 0
            self._pid = os.getpid()
            self._ended = lock()
            self._running = False
            self._is_done = False

        def _begin(self) -> None:
            self._running = True
            self._ended.acquire()

        def is_done(self) -> bool:
            """Say whether the thread has ended; who asks that looks at the lock, as up to 3.12."""
            other_runs = self._running and not self._is_over() and self.ident != get_ident()
            if other_runs and self._ended.acquire(False):
                self._ended.release()
            return self._is_over()

        def _is_over(self) -> bool:
            """A fork takes the thread that forks along, and no other."""
            if self._is_done or self._pid == os.getpid() or self.ident == get_ident():
                return self._is_done
            return self._running or not STARTS_AFTER_FORK

        def _after_fork(self) -> None:
            self._is_done = self._is_over()
            self._pid = os.getpid()

        def _set_done(self) -> None:
            self._is_done = True
            if self._running and self._ended.locked():
                self._ended.release()

        def join(self, timeout: float | None = None) -> None:
            if self._is_over():
                return
            if not self._running:
                raise RuntimeError("thread not started")
            if self.ident == get_ident():
                raise RuntimeError("Cannot join current thread")
            if self._ended.acquire(True, -1 if timeout is None else max(timeout, 0)):
                self._ended.release()

    def make_thread_handle(ident: int) -> _ThreadHandle:
        handle = _ThreadHandle()
        handle.ident = ident
        handle._running = True
        return handle

    def start_joinable_thread(function: Any, *, handle: Any = None, daemon: bool = True) -> Any:
        handle = handle if handle is not None else _ThreadHandle()
        if not link.active:
            real_start(function, daemon=daemon)
            return handle
        if not daemon:
            non_daemon.add(handle)
        start_in(handle, function)
        return handle

    def start_in(handle: _ThreadHandle, function: Any, args: Any = (), kwargs: Any = None) -> None:
        def done() -> None:
            handle._set_done()

        def begins() -> None:
            handle._ended._owner = link.number()  # whoever joins waits for this thread

        def start(body: Callable[[], None]) -> None:
            handle.ident = real_start(body, daemon=True).ident

        handle._begin()  # it may have to wait: not between the announcement and the start
        start_task(link, function, done, start, begins, args, kwargs)

    def shutdown() -> None:
        for handle in list(non_daemon):
            if handle.ident != get_ident():
                handle.join()

    def start_new_thread(function: Any, args: Any, kwargs: Any = None) -> int:
        if not link.active:
            return int(real_start(lambda: function(*args, **(kwargs or {}))).ident)
        handle = _ThreadHandle()
        start_in(handle, function, args, kwargs)
        return int(handle.ident)

    names["_ThreadHandle"] = _ThreadHandle
    names["_make_thread_handle"] = make_thread_handle
    names["_start_joinable_thread"] = start_joinable_thread
    names["_thread_shutdown"] = shutdown

    def after_fork() -> None:
        non_daemon.clear()
        for handle in list(handles):
            handle._after_fork()

    link.on_child.append(after_fork)
    main = make_thread_handle(get_ident())
    # The attribute has another name from 3.14 on.
    name = "_handle" if hasattr(threading.main_thread(), "_handle") else "_os_thread_handle"
    setattr(threading.main_thread(), name, main)
    import _thread

    _thread.start_new_thread = start_new_thread

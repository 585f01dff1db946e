"""Threads: each is a task, and its end is the release of a lock."""

from __future__ import annotations

import os
import sys
import threading
import weakref
from _thread import allocate_lock, get_ident
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from ..collecting import Uncollected
from ..link import Link
from .lines import trace_lines
from .simple_queue import make_simple_queue
from .thread_lock import make_lock

STARTS_AFTER_FORK = sys.version_info >= (3, 13, 4)
"""Whether a thread made before a fork can be started after it. 3.13 took it for ended at first."""


def install(link: Link) -> None:
    """Replace the names by which ``threading`` knows the primitives of ``_thread``."""
    lock = make_lock(link)
    real_start = threading._start_new_thread if sys.version_info < (3, 13) else None
    names = vars(threading)
    names["_allocate_lock"] = names["Lock"] = names["_LockType"] = lock
    names["_CRLock"] = None  # RLock is then CPython's own _PyRLock, on top of Lock
    _replace_bare_locks(lock)
    if real_start is not None:
        _install_sentinels(link, lock, names, real_start)
    else:
        _install_handles(link, lock, names)

    import queue

    queue.SimpleQueue = make_simple_queue(link, lock)  # type: ignore[misc]  # that is the point
    _report_failures(link)
    _loops_that_look(link)
    _watch_queues(link, queue.Queue)


def _replace_bare_locks(lock: type) -> None:
    """Replace what ``_thread`` itself hands out; importing keeps the real ones."""
    import _thread
    from importlib import _bootstrap

    vars(_bootstrap)["_thread"] = SimpleNamespace(**vars(_thread))
    for name in ("allocate_lock", "allocate", "LockType", "lock"):
        if hasattr(_thread, name):
            setattr(_thread, name, lock)


def _loops_that_look(link: Link) -> None:
    """A look at an event among threads asks nobody: a loop of looks must let the others run.

    A pool's ``ready()`` is such a look too.
    """
    real = threading.Event.is_set

    def is_set(self: threading.Event) -> bool:
        answer = real(self)
        if not answer and link.active and len(link.sockets) > 1:
            link.decided(useful=False)
        return answer

    is_set.__qualname__ = real.__qualname__  # learners are shown the name of the code
    is_set.__code__ = is_set.__code__.replace(co_qualname=real.__qualname__)
    threading.Event.is_set = is_set  # type: ignore[method-assign]  # that is the point


def _start(
    link: Link,
    function: Callable[..., Any],
    done: Callable[[], None],
    real_start: Callable[[Callable[..., None]], Any],
) -> Any:
    """Start a thread in which ``function`` runs: it becomes a task first, says goodbye last."""
    frame, callee = link.locator.find()
    started_by_student = callee is not None and callee.f_code.co_name == "start"
    owner = getattr(function, "__self__", None)
    target = getattr(owner, "_target", None) or function
    if target is function and isinstance(owner, threading.Thread):
        target = type(owner).run  # else it is a method that was handed to _thread itself
    own_code = _is_student(link, target)
    arg = {
        "name": str(getattr(owner, "name", "thread"))[:60],
        "target": _target_name(owner, target, own_code),
        "daemon": bool(getattr(owner, "daemon", False)),
        "service": not (frame is not None and started_by_student),
    }
    del frame, callee
    kernel_end, channel = link.socketpair()
    born = allocate_lock()  # a real one: until it is free the new thread is heard, and no other
    born.acquire()

    def run(*args: Any, **kwargs: Any) -> None:
        link.adopt(channel, number, process=False, greeted=born.release)
        if link.lines:
            trace_lines(link)
        try:
            function(*args, **kwargs)
        except SystemExit:
            pass
        finally:
            _forget_locals()
            done()
            link.leave()

    with Uncollected(at_once=False):
        number = link.ask("thread", None, arg, fds=(kernel_end.fileno(),))
        kernel_end.close()
        try:
            started = real_start(run)
        except RuntimeError:
            link.refuse(channel)
            raise
        born.acquire()
        return started


def _is_student(link: Link, target: Any) -> bool:
    code = getattr(getattr(target, "func", target), "__code__", None)
    return getattr(code, "co_filename", None) in link.locator.files


def _target_name(owner: Any, target: Any, own_code: bool) -> str:
    if owner is None or not own_code:
        return ""
    if getattr(owner, "_target", None) is None:
        return type(owner).__name__[:60]
    return str(getattr(target, "__name__", ""))[:60]


def _forget_locals() -> None:
    """Drop the thread's ``threading.local`` values now, while the thread is still a task.

    CPython drops them after the thread's last Python step, beside the next task's: a Manager's
    connection would be closed at a moment that nobody chose.
    """
    import ctypes

    get_dict = ctypes.pythonapi.PyThreadState_GetDict
    get_dict.restype = ctypes.c_void_p
    address = get_dict()
    if address:
        ctypes.cast(address, ctypes.py_object).value.clear()


def _install_sentinels(link: Link, lock: type, names: dict[str, Any], real_start: Any) -> None:
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
        return int(_start(link, function, done, lambda run: real_start(run, args, kwargs or {})))

    names["_set_sentinel"] = set_sentinel
    names["_start_new_thread"] = start_new_thread
    import _thread

    _thread.start_new_thread = start_new_thread


def _install_handles(link: Link, lock: type, names: dict[str, Any]) -> None:
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

        def done() -> None:
            handle._set_done()

        def start(body: Callable[[], None]) -> None:
            handle.ident = real_start(body, daemon=True).ident

        handle._begin()  # it may have to wait: not between the announcement and the start
        if not daemon:
            non_daemon.add(handle)
        _start(link, function, done, start)
        return handle

    def shutdown() -> None:
        for handle in list(non_daemon):
            if handle.ident != get_ident():
                handle.join()

    def start_new_thread(function: Any, args: Any, kwargs: Any = None) -> int:
        def call() -> None:
            function(*args, **(kwargs or {}))

        return int(start_joinable_thread(call).ident)

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


def _report_failures(link: Link) -> None:
    """Tell the kernel of an exception that ends a thread; CPython prints it as it always does."""
    original = threading.excepthook

    def excepthook(args: Any, /) -> Any:
        from ..watchers.library import describe_exception

        if args.exc_type is not SystemExit:
            link.note("raised", None, describe_exception(link, args.exc_value))
        return original(args)

    threading.excepthook = excepthook


def _watch_queues(link: Link, owner: type) -> None:
    """Note what a queue.Queue is asked: it asks nobody, and a loop that asks on must be seen."""
    from ..values import attribute, plain
    from ..wrapping import around

    def answered(result: Any, self: Any) -> None:
        key = getattr(type(mutex := attribute(self, "mutex")), "shown_key", None)
        link.note("queried", key(mutex) if key is not None else None, plain(result))
        if link.active:
            link.decided(useful=result is False or (result is not True and result > 0))

    for name in ("empty", "full", "qsize"):
        around(owner, name, answered)

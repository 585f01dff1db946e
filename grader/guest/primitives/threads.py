"""Threads: the names by which ``threading`` and ``queue`` know the primitives of ``_thread``."""

from __future__ import annotations

import sys
import threading
from types import SimpleNamespace
from typing import Any

from ..failures import describe_exception
from ..link import Link
from ..values import attribute, plain
from ..wrapping import after
from .simple_queue import make_simple_queue
from .thread_ends import install_handles, install_sentinels
from .thread_lock import make_lock


def install(link: Link) -> None:
    """Replace the names by which ``threading`` knows the primitives of ``_thread``."""
    lock = make_lock(link)
    real_start = threading._start_new_thread if sys.version_info < (3, 13) else None
    names = vars(threading)
    names["_allocate_lock"] = names["Lock"] = names["_LockType"] = lock
    names["_CRLock"] = None  # RLock is then CPython's own _PyRLock, on top of Lock
    _replace_bare_locks(lock)
    if real_start is not None:
        install_sentinels(link, lock, names, real_start)
    else:
        install_handles(link, lock, names)

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


def _report_failures(link: Link) -> None:
    """Tell the kernel of an exception that ends a thread; CPython prints it as it always does."""
    original = threading.excepthook

    def excepthook(args: Any, /) -> Any:
        if args.exc_type is not SystemExit:
            link.note("raised", None, describe_exception(link, args.exc_value))
        return original(args)

    threading.excepthook = excepthook


def _watch_queues(link: Link, owner: type) -> None:
    """Note what a queue.Queue is asked: it asks nobody, and a loop that asks on must be seen."""

    def answered(result: Any, self: Any) -> None:
        key = getattr(type(mutex := attribute(self, "mutex")), "shown_key", None)
        link.note("queried", key(mutex) if key is not None else None, plain(result))
        if link.active:
            link.decided(useful=result is False or (result is not True and result > 0))

    for name in ("empty", "full", "qsize"):
        after(owner, name, answered)

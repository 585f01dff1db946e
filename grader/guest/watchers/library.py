"""What CPython's own classes do on top, told to the kernel for people: messages, errors, answers.

The classes stay as they are: each method is called, then its result is noted. Nothing here
decides anything, so nothing here can change a schedule.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from typing import Any

from ..link import Link
from ..primitives.descriptors import key as fd_key
from ..values import attribute, plain, short
from ..wrapping import around, renamed
from .managed import watch_managers

ADDRESS = re.compile(r" at 0x[0-9a-f]+")
"""Of an object, in its repr: another one in every run."""


def describe_exception(link: Link, error: BaseException | None) -> dict[str, Any]:
    """Return type, message and the submission's frames of an exception."""
    frames: list[list[Any]] = []
    trace = error.__traceback__ if error is not None else None
    while trace is not None and len(frames) < 50:
        code = trace.tb_frame.f_code
        if code.co_filename in link.locator.files:
            frames.append([code.co_filename, trace.tb_lineno, code.co_name])
        trace = trace.tb_next
    try:
        message = str(error)
        if isinstance(error, SyntaxError) and error.filename in link.locator.files:
            # Its own text tells the line in words of the file that is run.
            message = str(error.msg)
            frames.append([str(error.filename), int(error.lineno or 0), "<module>"])
    except BaseException:  # noqa: BLE001,RUF100  # a student's __str__ may raise anything
        message = "(its message can't be shown)"
    return {
        "type": type(error).__name__[:80],
        "message": ADDRESS.sub("", message)[:2000],
        "traceback": frames[-20:],
    }


def reporting(
    link: Link, run: Callable[[], Any], first: list[Callable[[], None]]
) -> Callable[[], Any]:
    """Return ``run`` with a note of an exception that escapes from it; calls ``first`` before."""

    def reported() -> Any:
        for hook in first:
            hook()
        try:
            return run()
        except SystemExit as error:
            if error.code not in (None, 0):
                link.note("raised", None, describe_exception(link, error))
            raise
        except BaseException as error:
            link.note("raised", None, describe_exception(link, error))
            raise

    return reported


def install(link: Link) -> None:
    """Watch connections, queues, synchronisation objects, pools and managers."""
    _watch_connections(link)
    _watch_queues(link)
    _watch_objects(link)
    _watch_pools(link)
    watch_managers(link)


def _watch_connections(link: Link) -> None:
    from multiprocessing import connection

    last: dict[str, str] = {}  # what is being sent, as a learner would write it

    def sent(result: Any, self: Any, *args: Any) -> None:
        link.note("sent", fd_key(self._handle), last.pop("sent", None))

    def received(result: Any, self: Any, *args: Any) -> None:
        link.note("received", fd_key(self._handle), None)

    around(connection.Connection, "_send_bytes", sent)
    around(connection.Connection, "_recv_bytes", received)

    pickler: Any = connection._ForkingPickler

    class Describing(pickler):
        """Remembers what was pickled last."""

        @classmethod
        def dumps(cls, obj: Any, protocol: Any = None) -> Any:
            try:
                data = connection.reduction.ForkingPickler.dumps(obj, protocol)
            except Exception as error:
                if link.active and util.is_exiting() and _in_feeder():
                    # At a process's end the feeder tells nobody at all.
                    link.note("swallowed", None, _lost_item(link, error, obj))
                    link.flush()
                raise
            if link.active:
                last["sent"] = short(obj)
            return data

    from multiprocessing import queues, util

    connection._ForkingPickler = queues._ForkingPickler = Describing

    original_pipe = connection.Pipe

    def Pipe(duplex: bool = True) -> Any:  # CPython's name
        ends = original_pipe(duplex)
        if link.active:
            link.note("made", "pipe", [fd_key(end._handle) for end in ends])
        return ends

    connection.Pipe = Pipe
    around(connection._ConnectionBase, "poll", _answer(link))

    original_recv = connection.Connection._recv

    def _recv(self: Any, size: Any, *rest: Any) -> Any:
        try:
            return original_recv(self, size, *rest)
        except EOFError:
            link.note("eof", fd_key(self._handle))
            raise

    _recv.__defaults__ = None
    connection.Connection._recv = _recv


def _answer(link: Link) -> Callable[..., None]:
    def answered(result: Any, self: Any, *args: Any, **kwargs: Any) -> None:
        link.note("queried", part_key(self), plain(result))

    return answered


def part_key(obj: Any) -> str | None:
    """Return the key of the first base object within one of multiprocessing's objects."""
    for name in ("_semlock", "_rlock", "_lock", "_flag", "_cond"):
        part = attribute(obj, name)
        if part is not None and type(part) is not type(obj):
            handle = attribute(part, "handle")
            return f"sem:{handle}" if handle is not None else part_key(part)
    handle = attribute(obj, "_handle")
    return fd_key(handle) if type(handle) is int else None


MAKERS = frozenset(
    {"Lock", "RLock", "Semaphore", "BoundedSemaphore", "Condition", "Event", "Barrier"}
    | {"Queue", "JoinableQueue", "SimpleQueue", "Value", "Array"}
)


def _kind(link: Link, kind: str) -> str:
    """Return the kind of an object that the submission makes, or "inner" for a pool's own."""
    frame, callee = link.locator.find()
    if frame is None or callee is None:
        return "inner"
    owner, _, name = callee.f_code.co_qualname.rpartition(".")
    return kind if (name in MAKERS or (name == "__init__" and owner in MAKERS)) else "inner"


def _watch_queues(link: Link) -> None:
    from multiprocessing import queues

    def made(kind: str) -> Callable[..., None]:
        def note(result: Any, self: Any, *args: Any, **kwargs: Any) -> None:
            if not link.active:
                return
            parts = [f"sem:{self._rlock._semlock.handle}", fd_key(self._reader._handle)]
            parts.append(fd_key(self._writer._handle))
            for name in ("_wlock", "_sem", "_unfinished_tasks"):
                if getattr(self, name, None) is not None:
                    parts.append(f"sem:{getattr(self, name)._semlock.handle}")
            if getattr(self, "_cond", None) is not None:
                parts += _condition_parts(self._cond)
            limit = getattr(self, "_maxsize", None)
            link.note("made", _kind(link, kind), [parts, limit])

        return note

    around(queues.Queue, "__init__", made("queue"), "BaseContext.Queue")
    around(queues.SimpleQueue, "__init__", made("simple-queue"), "BaseContext.SimpleQueue")
    around(queues.JoinableQueue, "__init__", made("joinable-queue"), "BaseContext.JoinableQueue")
    for owner in (queues.Queue, queues.SimpleQueue):
        for name in ("empty", "full", "qsize"):
            if hasattr(owner, name):
                around(owner, name, _answer(link))

    original = queues.Queue._on_queue_feeder_error

    def _on_queue_feeder_error(e: BaseException, obj: Any) -> None:
        link.note("swallowed", None, _lost_item(link, e, obj))
        link.flush()
        original(e, obj)

    queues.Queue._on_queue_feeder_error = staticmethod(_on_queue_feeder_error)


def swallowed(link: Link, error: Any, where: str) -> dict[str, Any]:
    """Return what is told of an exception that a pool, feeder or executor kept."""
    details = describe_exception(link, error)
    cause = getattr(error, "__cause__", None)
    if not details["traceback"] and type(cause).__name__ in ("RemoteTraceback", "_RemoteTraceback"):
        details["remote"] = str(cause)[-3000:]
    return details | {"where": where, "collected": False}


def _lost_item(link: Link, error: Any, item: Any) -> dict[str, Any]:
    return swallowed(link, error, "feeder") | {"item": short(item)}


def _in_feeder() -> bool:
    return threading.current_thread().name == "QueueFeederThread"


def _condition_parts(condition: Any) -> list[str]:
    names = ("_lock", "_sleeping_count", "_woken_count", "_wait_semaphore")
    parts = [getattr(condition, name, None) for name in names]
    return [f"sem:{part._semlock.handle}" for part in parts if part is not None]


def _watch_objects(link: Link) -> None:
    from multiprocessing import sharedctypes, synchronize

    def made(kind: str, parts_of: Callable[[Any], list[str]]) -> Callable[..., None]:
        def note(result: Any, self: Any, *args: Any, **kwargs: Any) -> None:
            if link.active:
                link.note("made", _kind(link, kind), [parts_of(self), None])

        return note

    def event_parts(event: Any) -> list[str]:
        return [f"sem:{event._flag._semlock.handle}", *_condition_parts(event._cond)]

    kinds = {
        "Lock": "lock",
        "RLock": "rlock",
        "Semaphore": "semaphore",
        "BoundedSemaphore": "bounded-semaphore",
    }

    def semlock_made(result: Any, self: Any, *args: Any, **kwargs: Any) -> None:
        kind = kinds.get(type(self).__name__)
        if link.active and kind:
            link.note("made", _kind(link, kind), [[f"sem:{self._semlock.handle}"], None])

    around(synchronize.SemLock, "__init__", semlock_made, "BaseContext.Lock")
    around(
        synchronize.Condition,
        "__init__",
        made("condition", _condition_parts),
        "BaseContext.Condition",
    )
    around(synchronize.Event, "__init__", made("event", event_parts), "BaseContext.Event")

    def barrier_made(result: Any, self: Any, *args: Any, **kwargs: Any) -> None:
        if link.active:
            link.note("made", _kind(link, "barrier"), [_condition_parts(self._cond), self._parties])

    around(synchronize.Barrier, "__init__", barrier_made, "BaseContext.Barrier")
    around(synchronize.Event, "is_set", _answer(link))

    def value_made(result: Any, self: Any, *args: Any, **kwargs: Any) -> None:
        lock = getattr(self._lock, "_semlock", None)
        if link.active and lock is not None:
            kind = "array" if "Array" in type(self).__name__ else "value"
            parts = [f"sem:{lock.handle}", f"mem:{getattr(self._obj, '_key', None)}"]
            link.note("made", _kind(link, kind), [parts, None])

    around(sharedctypes.SynchronizedBase, "__init__", value_made, "BaseContext.Value")


def _watch_pools(link: Link) -> None:
    from multiprocessing import pool

    def failed(result: Any, self: Any, *args: Any) -> None:
        unasked = self._event.is_set() and not self._success and self._error_callback is None
        if unasked and not getattr(self, "_told", False):
            self._told = True
            link.note("swallowed", f"result:{self._job}", swallowed(link, self._value, "pool"))
            link.flush()

    around(pool.ApplyResult, "_set", failed)
    around(pool.MapResult, "_set", failed)
    original = pool.ApplyResult.get

    def get(self: Any, timeout: float | None = None) -> Any:
        try:
            return original(self, timeout)
        finally:
            if self.ready() and not self._success:
                link.note("collected", f"result:{self._job}")

    pool.ApplyResult.get = renamed(get, original)

"""What the submission makes of base objects, and what it asks of them: queues, locks, events ..."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..link import Link
from ..primitives.descriptors import key
from ..values import attribute, plain
from ..wrapping import after

MAKERS = frozenset(
    {"Lock", "RLock", "Semaphore", "BoundedSemaphore", "Condition", "Event", "Barrier"}
    | {"Queue", "JoinableQueue", "SimpleQueue", "Value", "Array"}
)


def install(link: Link) -> None:
    """Watch queues and synchronisation objects."""
    _watch_queues(link)
    _watch_objects(link)


def answered(link: Link) -> Callable[..., None]:
    """Return what notes the answer of one of multiprocessing's objects."""

    def note(result: Any, self: Any, /, *args: Any, **kwargs: Any) -> None:
        link.note("queried", part_key(self), plain(result))

    return note


def part_key(obj: Any) -> str | None:
    """Return the key of the first base object within one of multiprocessing's objects."""
    for name in ("_semlock", "_rlock", "_lock", "_flag", "_cond"):
        part = attribute(obj, name)
        if part is not None and type(part) is not type(obj):
            handle = attribute(part, "handle")
            return f"sem:{handle}" if handle is not None else part_key(part)
    handle = attribute(obj, "_handle")
    return key(handle) if type(handle) is int else None


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
        def note(result: Any, self: Any, /, *args: Any, **kwargs: Any) -> None:
            if not link.active:
                return
            parts = [f"sem:{self._rlock._semlock.handle}", key(self._reader._handle)]
            parts.append(key(self._writer._handle))
            for name in ("_wlock", "_sem", "_unfinished_tasks"):
                if getattr(self, name, None) is not None:
                    parts.append(f"sem:{getattr(self, name)._semlock.handle}")
            if getattr(self, "_cond", None) is not None:
                parts += _condition_parts(self._cond)
            limit = getattr(self, "_maxsize", None)
            link.note("made", _kind(link, kind), [parts, limit])

        return note

    after(queues.Queue, "__init__", made("queue"), "BaseContext.Queue")
    after(queues.SimpleQueue, "__init__", made("simple-queue"), "BaseContext.SimpleQueue")
    after(queues.JoinableQueue, "__init__", made("joinable-queue"), "BaseContext.JoinableQueue")
    for owner in (queues.Queue, queues.SimpleQueue):
        for name in ("empty", "full", "qsize"):
            if hasattr(owner, name):
                after(owner, name, answered(link))


def _condition_parts(condition: Any) -> list[str]:
    names = ("_lock", "_sleeping_count", "_woken_count", "_wait_semaphore")
    parts = [getattr(condition, name, None) for name in names]
    return [f"sem:{part._semlock.handle}" for part in parts if part is not None]


def _watch_objects(link: Link) -> None:
    from multiprocessing import sharedctypes, synchronize

    def made(kind: str, parts_of: Callable[[Any], list[str]]) -> Callable[..., None]:
        def note(result: Any, self: Any, /, *args: Any, **kwargs: Any) -> None:
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

    def semlock_made(result: Any, self: Any, /, *args: Any, **kwargs: Any) -> None:
        kind = kinds.get(type(self).__name__)
        if link.active and kind:
            link.note("made", _kind(link, kind), [[f"sem:{self._semlock.handle}"], None])

    after(synchronize.SemLock, "__init__", semlock_made, "BaseContext.Lock")
    after(
        synchronize.Condition,
        "__init__",
        made("condition", _condition_parts),
        "BaseContext.Condition",
    )
    after(synchronize.Event, "__init__", made("event", event_parts), "BaseContext.Event")

    def barrier_made(result: Any, self: Any, /, *args: Any, **kwargs: Any) -> None:
        if link.active:
            link.note("made", _kind(link, "barrier"), [_condition_parts(self._cond), self._parties])

    after(synchronize.Barrier, "__init__", barrier_made, "BaseContext.Barrier")
    after(synchronize.Event, "is_set", answered(link))

    def value_made(result: Any, self: Any, /, *args: Any, **kwargs: Any) -> None:
        lock = getattr(self._lock, "_semlock", None)
        if link.active and lock is not None:
            kind = "array" if "Array" in type(self).__name__ else "value"
            parts = [f"sem:{lock.handle}", f"mem:{getattr(self._obj, '_key', None)}"]
            link.note("made", _kind(link, kind), [parts, None])

    after(sharedctypes.SynchronizedBase, "__init__", value_made, "BaseContext.Value")

"""The order in which sets of objects are walked: that of creation in place of that of addresses.

An object without a hash of its own is hashed by its address, which is chance: a set of such is
walked in another order in every process, and so is a WeakSet. Here its hash is a number, given in
the order in which objects are first asked for it: the same in every run of a schedule.
"""

from __future__ import annotations

import builtins
import weakref
from abc import ABCMeta
from collections.abc import Callable
from itertools import count
from types import FunctionType
from typing import Any

from .imports import when_imported
from .link import Link

Hash = Callable[[Any], int]


class OrderedSet(dict[Any, None]):
    """A set that is walked in the order of insertion, not of addresses."""

    def add(self, item: Any) -> None:
        """Add an item."""
        self[item] = None

    def discard(self, item: Any) -> None:
        """Take an item away if it is there."""
        super().pop(item, None)

    def remove(self, item: Any) -> None:
        """Take an item away; KeyError if it is not there."""
        del self[item]

    def difference_update(self, items: Any) -> None:
        """Take several items away."""
        for item in list(items):
            self.discard(item)


def install(link: Link) -> None:
    """Number the objects of the library's classes, and of those that a submission makes."""
    pinned = _make_hash()
    for owner in _library():
        _pin(owner, pinned)
    _pin_futures(pinned)
    _pin_own_classes(link, pinned)
    _order_children(link)


def _make_hash() -> Hash:
    """Return the method: numbers lie beside the objects, so nothing in them tells of it."""
    numbers: dict[int, tuple[weakref.ref[Any], int]] = {}  # by address, as long as it is theirs
    counted = count()

    def __hash__(self: Any) -> int:
        address = id(self)
        known = numbers.get(address)
        if known is None:

            def forget(gone: weakref.ref[Any]) -> None:
                if (there := numbers.get(address)) is not None and there[0] is gone:
                    del numbers[address]

            try:
                known = numbers[address] = weakref.ref(self, forget), next(counted)
            except TypeError:  # a class whose __slots__ allow no reference: its address must do
                return object.__hash__(self)
        return known[1]

    return __hash__


def _pin(owner: Any, pinned: Hash) -> None:
    if owner.__hash__ is object.__hash__:
        owner.__hash__ = pinned


def _library() -> list[Any]:
    """Return the library's classes whose objects it, or a program, puts into sets."""
    import queue
    import threading
    from multiprocessing import (
        connection,
        managers,
        pool,
        process,
        queues,
        shared_memory,
        sharedctypes,
        synchronize,
    )

    handle = getattr(threading, "_ThreadHandle", None)
    return [
        *(threading.Thread, threading.Condition, threading.Semaphore, threading.Event),
        *(threading.Barrier, threading._PyRLock, threading.Lock),
        *([handle] if handle is not None else []),
        *(queue.Queue, queue.SimpleQueue, process.BaseProcess),
        *(synchronize.SemLock, synchronize.Condition, synchronize.Event, synchronize.Barrier),
        *(queues.Queue, queues.SimpleQueue, connection._ConnectionBase, connection.Listener),
        *(pool.Pool, pool.ApplyResult, pool.IMapIterator),
        *(managers.BaseManager, managers.BaseProxy),
        *(sharedctypes.SynchronizedBase, shared_memory.SharedMemory),
    ]


def _pin_futures(pinned: Hash) -> None:
    """``as_completed()`` and ``wait()`` make sets of futures, and take their locks in one order."""

    def pin(base: Any) -> None:
        _pin(base.Future, pinned)
        _pin(base.Executor, pinned)
        base.id = hash  # what they are sorted by, and what is shown of one

    when_imported("concurrent.futures._base", pin)

    def order_threads(module: Any) -> None:
        original = module.ThreadPoolExecutor.__init__

        def __init__(self: Any, /, *args: Any, **kwargs: Any) -> None:  # replaces it
            original(self, *args, **kwargs)
            self._threads = OrderedSet()

        module.ThreadPoolExecutor.__init__ = __init__

    when_imported("concurrent.futures.thread", order_threads)


def _pin_own_classes(link: Link, pinned: Hash) -> None:
    """Number the objects of classes that the submission makes without a hash of their own.

    A dataclass looks for one in its class, and is not to find this one.
    """
    build = builtins.__build_class__

    def __build_class__(body: Any, name: str, /, *bases: Any, **options: Any) -> Any:
        made = build(body, name, *bases, **options)
        by_student = isinstance(body, FunctionType) and link.locator.is_own(body.__code__)
        if by_student and type(made) in (type, ABCMeta):
            _pin(made, pinned)
        return made

    builtins.__build_class__ = __build_class__

    def let_dataclasses_be(module: Any) -> None:
        process = module._process_class

        def _process_class(cls: type, *args: Any, **kwargs: Any) -> Any:
            ours = vars(cls).get("__hash__") is pinned
            if ours:
                del cls.__hash__
            made = process(cls, *args, **kwargs)
            if ours:
                _pin(made, pinned)
            return made

        module._process_class = _process_class

    when_imported("dataclasses", let_dataclasses_be)


def _order_children(link: Link) -> None:
    """The sets of children and threads that CPython walks keep the order of insertion."""
    import multiprocessing.process as process
    import threading

    def renew() -> None:
        process._children = OrderedSet()
        if hasattr(threading, "_shutdown_locks"):
            threading._shutdown_locks = OrderedSet()

    renew()
    link.on_child.append(renew)

"""Puts every base primitive under control, in the order that their imports demand."""

from __future__ import annotations

import os
import site
import sys
from typing import Any

from .link import Link


def install(config: dict[str, Any]) -> Link:
    """Return the link of this process, with everything patched but nothing controlled yet.

    Time first, then threads, then what is built on them: modules copy names when imported.
    """
    link = Link(set())
    _fixed_chance(link)
    from . import clock

    clock.install(link)
    from . import threads

    threads.install(link)
    from . import semaphores

    semaphores.install(link)
    from . import descriptors, lines, memory, processes, watch

    processes.install(link)
    descriptors.install(link)
    memory.install(link)
    watch.install(link)
    lines.watch_system(link)
    _fixed_order(link)
    _fixed_machine(int(config.get("cpu_count", 2)))
    site.setquit()  # exit() and quit(), which a plain run has
    return link


def _fixed_chance(link: Link) -> None:
    """Make what looks like chance the same in every run of a schedule, and not in two processes."""
    import hashlib
    import random

    drawn = [0]

    def urandom(size: int, /) -> bytes:
        drawn[0] += 1
        return hashlib.shake_128(f"{link.process}:{drawn[0]}".encode()).digest(size)

    os.urandom = random._urandom = urandom
    real_seed = random.Random.seed

    def seed(self: Any, a: Any = None, version: int = 2) -> None:
        real_seed(self, int.from_bytes(urandom(16), "big") if a is None else a, version)

    random.Random.seed = seed
    random.seed = random._inst.seed


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


def _fixed_order(link: Link) -> None:
    """Where CPython walks a set of objects, walk in one order: their addresses are chance."""
    import multiprocessing.process as process
    import threading
    from concurrent.futures import thread

    def renew() -> None:
        process._children = OrderedSet()
        if hasattr(threading, "_shutdown_locks"):
            threading._shutdown_locks = OrderedSet()

    renew()
    link.on_child.append(renew)
    original = thread.ThreadPoolExecutor.__init__

    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:  # replaces it
        original(self, *args, **kwargs)
        self._threads = OrderedSet()

    thread.ThreadPoolExecutor.__init__ = __init__


def _fixed_machine(count: int) -> None:
    """Tell the program of the same number of processors on every machine."""

    def cpu_count() -> int:
        return count

    os.cpu_count = cpu_count
    import multiprocessing.context

    multiprocessing.context.BaseContext.cpu_count = lambda self: count
    multiprocessing.cpu_count = cpu_count
    os.sched_getaffinity = lambda pid, /: set(range(count))
    if sys.version_info >= (3, 13):
        os.process_cpu_count = cpu_count

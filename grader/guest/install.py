"""Puts every base primitive under control, in the order that their imports demand."""

from __future__ import annotations

import site
import sys
from typing import Any

from .link import Link
from .standin import stands_for


def install(config: dict[str, Any]) -> Link:
    """Return the link of this process, with everything patched but nothing controlled yet.

    Time first, then threads, then what is built on them: classes copy what they find when imported.
    """
    link = Link(set())
    link.garbage.install()
    _fixed_chance(link)
    from .primitives import clock

    clock.install(link)
    from .primitives import threads

    threads.install(link)
    from .primitives import semaphores

    semaphores.install(link)
    from . import orders, refused
    from .primitives import descriptors, lines, memory, processes, signals, tracing, workers
    from .watchers import connections, executors, managed, objects, pools

    processes.install(link)
    descriptors.install(link)
    memory.install(link)
    for watcher in (connections, objects, pools, managed, executors):
        watcher.install(link)
    workers.install(link)
    refused.install()
    signals.install(link)
    lines.watch_system(link)
    tracing.install(link)
    orders.install(link)
    _fixed_machine(config)
    site.setquit()  # exit() and quit(), which a plain run has
    return link


def _fixed_chance(link: Link) -> None:
    """Make what looks like chance the same in every run of a schedule, and not in two processes."""
    import hashlib
    import random

    drawn = [0]

    @stands_for("os", "urandom")
    def urandom(size: int, /) -> bytes:
        drawn[0] += 1
        return hashlib.shake_128(f"{link.process}:{drawn[0]}".encode()).digest(size)

    @stands_for("os", "getrandom")
    def getrandom(size: int, flags: int = 0) -> bytes:
        chance: bytes = urandom(size)
        return chance

    random._urandom = urandom
    real_seed = random.Random.seed

    def seed(self: Any, a: Any = None, version: int = 2) -> None:
        real_seed(self, int.from_bytes(urandom(16), "big") if a is None else a, version)

    random.Random.seed = seed
    random.seed = random._inst.seed


def _fixed_machine(config: dict[str, Any]) -> None:
    """Tell each program of as many processors as it is meant to see, on every machine."""

    @stands_for("os", "cpu_count")  # multiprocessing.cpu_count() asks this one
    def cpu_count() -> int:
        return int(config["cpu_count"])

    @stands_for("os", "sched_getaffinity")
    def sched_getaffinity(pid: int, /) -> set[int]:
        return set(range(cpu_count()))

    if sys.version_info >= (3, 13):

        @stands_for("os", "process_cpu_count")
        def process_cpu_count() -> int:
            return cpu_count()

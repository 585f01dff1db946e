"""Small programs to measure with, and what one run of them costs in messages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from grader.kernel import requests
from grader.kernel.controller import Controller
from grader.model.trace import Option

LOCKS = """
from multiprocessing import Lock, Process

def work(lock, rounds):
    for _ in range(rounds):
        lock.acquire()
        lock.release()

def main():
    lock = Lock()
    workers = [Process(target=work, args=(lock, {rounds})) for _ in range({children})]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return len(workers)
"""

MODULES = """
import sys

def main():
    return sorted(name for name in sys.modules if not name.startswith(("_guest", "_launcher")))
"""


def locks(processes: int, operations: int) -> str:
    """Return a program with that many processes whose children make that many calls in all."""
    children = processes - 1
    return LOCKS.format(children=children, rounds=max(1, round(operations / children / 2)))


def first(options: tuple[Option, ...]) -> int:
    """Pick the default at every step."""
    return 0


def count_messages(controller: Controller) -> list[int]:
    """Return how many requests each process of the default run sent, in order of creation."""
    counts: Counter[Any] = Counter()
    with _counted(counts):
        controller.run(first)
    return list(counts.values())


@contextmanager
def _counted(counts: Counter[Any]) -> Iterator[None]:
    real = requests.Mailbox.receive

    def receive(self: Any, channel: Any) -> Any:
        request = real(self, channel)
        if request is not None:
            counts[request.pid] += 1
        return request

    with mock.patch.object(requests.Mailbox, "receive", receive):
        yield

"""A stand-in for ``queue.SimpleQueue``, which is written in C: the same, on a controlled lock.

CPython's own in Python holds a lock while it puts; a fork at that moment leaves it taken in the
child for ever, where C's is never seen half done.
"""

from __future__ import annotations

from collections import deque
from queue import Empty
from types import GenericAlias
from typing import Any

from ..link import Link
from ..standin import goes_by_its_name


def make_simple_queue(link: Link, lock: type) -> type:
    """Return the class, given the one of thread locks."""

    @goes_by_its_name
    class SimpleQueue:
        """A queue among the threads of one process, without a bound."""

        __slots__ = ("__weakref__", "_gate", "_items", "_shut")

        def __init__(self) -> None:
            self._items: deque[Any] = deque()
            self._gate = lock()  # taken by whoever has seen the queue empty
            self._shut = False  # whether the next item has to open it

        def _open(self) -> None:
            if self._shut:
                self._shut = False
                self._gate.release()

        def put(self, item: Any, block: bool = True, timeout: float | None = None) -> None:
            self._gate.point()
            self._items.append(item)
            self._open()

        def get(self, block: bool = True, timeout: float | None = None) -> Any:
            if block and timeout is not None and timeout < 0:
                raise ValueError("'timeout' must be a non-negative number")
            self._gate.point()
            end = None if timeout is None or not block else link.kernel.now + timeout
            while not self._items:
                left = -1 if end is None else max(0.0, end - link.kernel.now)
                if not (self._gate.acquire(True, left) if block else self._gate.acquire(False)):
                    raise Empty
                self._shut = True
            item = self._items.popleft()
            self._open()  # others may wait, and there may be more items
            return item

        def put_nowait(self, item: Any) -> None:
            self.put(item, block=False)

        def get_nowait(self) -> Any:
            return self.get(block=False)

        def empty(self) -> bool:
            return not self._items

        def qsize(self) -> int:
            return len(self._items)

        __class_getitem__: Any = classmethod(GenericAlias)

    SimpleQueue.__module__, SimpleQueue.__qualname__ = "_queue", "SimpleQueue"
    return SimpleQueue

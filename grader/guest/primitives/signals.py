"""Handlers of signals run when it is their process's turn, and not beside the task that runs.

A handler of Python's runs in the main thread. While that is parked, what comes is put down, and the
kernel, which has sent it, gives the thread its turn.
"""

from __future__ import annotations

import importlib
from types import FrameType
from typing import Any

from ..link import Link
from ..standin import stands_for


def install(link: Link) -> None:
    """Replace ``signal.signal`` and ``signal.getsignal`` below what Python puts around them."""
    _signal = importlib.import_module("_signal")
    really_set, really_get = _signal.signal, _signal.getsignal
    handlers: dict[int, Any] = {}  # the program's own, by number

    def deliver(number: int, frame: FrameType | None) -> None:
        """Be called for a signal, between any two instructions of the main thread."""
        if link.is_parked(frame):
            link.kernel.signals.append(lambda: handlers[number](number, frame))
        else:
            handlers[number](number, frame)

    @stands_for("_signal", "getsignal")
    def getsignal(number: int, /) -> Any:
        current = really_get(number)
        return handlers[number] if current is deliver else current

    @stands_for("_signal", "signal")
    def signal(number: int, handler: Any, /) -> Any:
        before = getsignal(number)
        if not callable(handler):
            really_set(number, handler)
            return before
        really_set(number, deliver)
        handlers[number] = handler
        return before

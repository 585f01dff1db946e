"""An end to what does not come to one: an exception in the main thread after so many seconds."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

LIMIT = 600.0
"""Seconds for one check: the last resort behind the engine's own limits, so it is generous."""


AGAIN = 60.0
"""Seconds until the alarm rings once more, for whoever has swallowed it: in a ``__del__`` or a
callback no exception gets out. Long enough to end a sandbox in; nobody else is alarmed twice."""


class OutOfTime(BaseException):
    """The deadline has passed. No Exception: what catches those must not go on after it."""


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Raise OutOfTime in the block if it lasts longer; call it in a process's main thread.

    The alarm interrupts a system call that waits, too. Whoever hears it otherwise does so again
    afterwards.
    """

    over = False

    def ring(signum: int, frame: FrameType | None) -> None:
        if not over:  # an alarm on the way while the clock is being stopped comes too late
            raise OutOfTime(f"Timeout (>{seconds:.1f}s).")

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
    try:
        yield
    finally:
        over = True
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)

"""``sys.settrace`` of the program, beside the grader's own tracing of lines.

A program that traces itself, or traces no more, would else switch off the points at its lines.
"""

from __future__ import annotations

import os
import sys
from _thread import _local
from types import FrameType
from typing import Any

from ..link import Link
from ..standin import stands_for

NOTE = "lines"
"""Told where points at lines are lost."""

MARKS = frozenset({"f_trace", "f_trace_lines", "f_trace_opcodes", "call_tracing"})
"""Attributes of a frame that say whether its lines are told; one may be set by any name."""


really_traced_by = sys.gettrace
"""The interpreter's own: a program is told of its own tracing alone."""

GUEST = os.path.dirname(os.path.dirname(__file__))


def install(link: Link) -> None:
    """Replace ``sys.settrace`` and ``sys.gettrace``."""
    tracing = Tracing(link)
    link.tracing = tracing

    @stands_for("sys", "gettrace")
    def gettrace() -> Any:
        return tracing.theirs()

    @stands_for("sys", "settrace")
    def settrace(function: Any, /) -> None:
        tracing.follow(function)

    if hasattr(sys, "_settraceallthreads"):

        @stands_for("sys", "_settraceallthreads")
        def _settraceallthreads(function: Any, /) -> None:
            tracing.follow(function)  # in the other threads nothing is told to it
            link.note("uncontrolled", NOTE)


class Tracing:
    """Who traces the threads of a process."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._really_set = sys.settrace
        self._thread = _local()

    def begin(self, trace: Any) -> None:
        """Trace the calling thread for the grader from here on."""
        self._thread.ours = trace
        self._really_set(trace)

    def end(self) -> None:
        """Trace the calling thread no more."""
        self._thread.ours = self._thread.theirs = None
        self._really_set(None)

    def theirs(self) -> Any:
        """Return the program's function that traces the calling thread, or None."""
        return getattr(self._thread, "theirs", None)

    def follow(self, function: Any) -> None:
        """Have the program's function trace the calling thread as well; None: no more."""
        self._thread.theirs = function
        self._really_set(self._both(getattr(self._thread, "ours", None), function))

    def _both(self, ours: Any, theirs: Any) -> Any:
        if theirs is None:
            return ours

        def trace(frame: FrameType, event: str, arg: Any) -> Any:
            next_of_ours = ours(frame, event, arg) if ours is not None else None
            if self.theirs() is None or frame.f_code.co_filename.startswith(GUEST):
                return next_of_ours  # it has switched its own off; or this stands for code in C
            try:
                next_of_theirs = theirs(frame, event, arg)
            except BaseException:
                self._thread.theirs = None
                self._link.note("uncontrolled", NOTE)  # the interpreter traces no more
                raise
            return self._both(next_of_ours, next_of_theirs)

        return trace

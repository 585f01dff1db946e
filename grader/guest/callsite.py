"""Where in the submission an operation comes from, and whether a new call begins with it.

A *point* is the first operation of a call that the submission itself makes: there a learner
can see a preemption. What CPython's own code does within the same call is no further point.
"""

from __future__ import annotations

import sys
from types import CodeType, FrameType
from typing import Any


def _seen(frame: FrameType, event: str, arg: Any) -> None:
    """Mark a frame as a call already counted; harmless if tracing happens to call it."""


class Locator:
    """Finds the submission's frame below an operation.

    The mark of a call is put on its frame (``f_trace``) and dies with it: keeping a reference
    to the frame instead would keep its locals alive and with them, say, the end of a pipe.
    """

    def __init__(self, files: set[str]) -> None:
        self.files = files
        self._floors: dict[int, CodeType] = {}  # by id: a hash of code is made anew each time

    def add_floor(self, code: CodeType) -> None:
        """Frames below those of this code belong to the parent process."""
        self._floors[id(code)] = code

    def find(self) -> tuple[FrameType | None, FrameType | None]:
        """Return the innermost frame of the submission, and the frame of the call it made."""
        frame: FrameType | None = sys._getframe(1)
        callee: FrameType | None = None
        while frame is not None:
            code = frame.f_code
            if code.co_filename in self.files:
                return frame, callee
            if id(code) in self._floors:
                return None, callee
            callee = frame
            frame = frame.f_back
        return None, callee

    def begins(self, callee: FrameType | None) -> bool:
        """Say whether this is the first operation of the call, and remember that it was seen."""
        if callee is None:
            return True
        if callee.f_trace is _seen:
            return False
        callee.f_trace = _seen
        return True

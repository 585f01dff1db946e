"""Where in the submission an operation comes from, and whether a new call begins with it.

A *point* is the first operation of a call that the submission itself makes: there a learner
can see a preemption. What CPython's own code does within the same call is no further point.
"""

from __future__ import annotations

import os
import sys
import weakref
from types import CodeType, FrameType
from typing import Any

INSTALLED = ("/site-packages/", "/dist-packages/")

EXECUTES = ("exec", "function.__new__", "object.__setattr__")
"""Events whose last argument may be code that is run, or that a function is made of."""


def _seen(frame: FrameType, event: str, arg: Any) -> None:
    """Mark a frame as a call already counted; harmless if tracing happens to call it."""


class Locator:
    """Finds the submission's frame below an operation.

    The submission's is what is not the standard library's, nor installed, nor the grader's own:
    also modules beside its file, and what it hands to ``exec``.

    The mark of a call is put on its frame (``f_trace``) and dies with it: keeping a reference
    to the frame instead would keep its locals alive and with them, say, the end of a pipe.
    """

    def __init__(self, files: set[str]) -> None:
        self.files = files
        self._floors: dict[int, CodeType] = {}  # by id: a hash of code is made anew each time
        # By id, as long as the code is there: whether it is the submission's.
        self._known: dict[int, tuple[bool, weakref.ref[CodeType]]] = {}
        library, ours = os.path.dirname(os.__file__), os.path.dirname(__file__)
        self._others = (f"{library}/", f"{ours}/", "<")
        below: FrameType | None = sys._getframe(1)
        while below is not None:  # the launcher's files have other names here: no program runs yet
            self._take(below.f_code, False)
            below = below.f_back

    def add_floor(self, code: CodeType) -> None:
        """Frames below those of this code belong to the parent process."""
        self._floors[id(code)] = code

    def is_own(self, code: CodeType) -> bool:
        """Say whether code is the submission's."""
        known = self._known.get(id(code))
        return known[0] if known is not None else self._take(code, self._in_own_file(code))

    def executes(self, code: Any, by: FrameType) -> None:
        """Take code for the submission's if it was its own that has it executed.

        A name of a file says nothing there: dataclasses are made by ``exec``, too.
        """
        if type(code) is CodeType and self.is_own(by.f_code):
            self._take_all(code)

    def _take_all(self, code: CodeType) -> None:
        self._take(code, True)
        for part in code.co_consts:
            if type(part) is CodeType:
                self._take_all(part)

    def _in_own_file(self, code: CodeType) -> bool:
        name = code.co_filename
        if name in self.files:
            return True
        return not (name.startswith(self._others) or any(part in name for part in INSTALLED))

    def _take(self, code: CodeType, own: bool) -> bool:
        key = id(code)
        self._known[key] = own, weakref.ref(code, lambda _: self._known.pop(key, None))
        return own

    def place(self, frame: FrameType) -> list[Any]:
        """Return [file, line, function] of a frame; the folders of a sandbox are no part of it."""
        return self.where(frame.f_code, frame.f_lineno)

    def where(self, code: CodeType, line: int) -> list[Any]:
        """Return the same of a line of code that need not be running."""
        file = code.co_filename
        if file not in self.files:
            file = os.path.basename(file)
        return [file, line, code.co_name]

    def find(self) -> tuple[FrameType | None, FrameType | None]:
        """Return the innermost frame of the submission, and the frame of the call it made."""
        frame: FrameType | None = sys._getframe(1)
        callee: FrameType | None = None
        known, floors = self._known, self._floors
        while frame is not None:
            code = frame.f_code
            there = known.get(id(code))
            if there[0] if there is not None else self.is_own(code):
                return frame, callee
            if id(code) in floors:
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

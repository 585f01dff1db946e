"""Points at the submission's lines, where plain memory or files are shared.

Not every line is one, or a program that computes would never come to its end:

- A task that is alone has no line that anybody could come in between.
- A line that comes again and again is a point each time at first, and then ever more rarely, up to
  every 256th time: but each time if nothing has changed since the last one, for that is a loop that
  waits for others.
"""

from __future__ import annotations

import os
import sys
from types import CodeType, FrameType
from typing import Any

from ..callsite import EXECUTES
from ..link import Link
from .holdings import Told, held_by, steps_on

PROCESSES = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "pty.spawn")

FEW = 8  # times that a line of a loop may come before it is asked whether anything changes
OFTEN = 32  # times that it is a point each time ...
RARELY = 16  # ... then so often with each distance, which doubles ...
FARTHEST = 256  # ... up to this

SNAPSHOTS = sys.version_info < (3, 13)
"""Whether a look at a function's variables leaves a copy of them on its frame.

What is in it when the next trace function returns is written back, though the function or others
may have changed it meanwhile; and it keeps alive what the function has let go.
"""
OPTIMIZED = 1  # a flag of code whose variables are no dictionary


class Lines:
    """Points at the lines of one thread."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._known: dict[int, _Code] = {}  # by id: a hash of code is made anew each time
        self._changes = 0  # that were seen: the task gets on
        self._alone = False
        self._process = link.process
        self._told = False  # that lines were passed over

    def trace(self, frame: FrameType, event: str, arg: Any) -> Any:
        """Trace the frames of the submission (a trace function)."""
        code = frame.f_code
        if not self._link.locator.is_own(code):
            return None
        known = self._known.get(id(code))
        if known is None:
            known = self._known[id(code)] = _Code(self, code)
        return known.trace

    def looks_for_names(self) -> bool:
        """Say whether calls are named, for which the variables of all frames are looked at."""
        return self._link.named is not None

    def _forget(self) -> None:
        """Count all lines anew: the task is no longer alone, or is in a process of its own."""
        self._told = False
        for code in self._known.values():
            code.forget()

    def visit(self, code: _Code, frame: FrameType, line: int) -> Any:
        """Make a point of a line, if it is to be one; return who traces the frame from here on."""
        link = self._link
        if not link.active or link.number() < 0:
            return code.passed(frame)
        alone = link.is_alone()
        if (self._alone and not alone) or self._process != link.process:
            self._forget()
        self._alone, self._process = alone, link.process
        count = code.counts[line] = code.counts.get(line, 0) + 1
        in_vain, snapshot = False, None
        if count >= FEW:
            in_vain, snapshot = self._in_vain(code, frame, line)
        if in_vain:
            code.counts[line] -= 1
        elif count >= OFTEN:
            distance = min(FARTHEST, 2 ** (1 + (count - OFTEN) // RARELY))
            code.skip[line] = distance - 1
            if not (alone or self._told):
                self._told = True
                link.note("passed-over")
        if not alone or in_vain:
            link.garbage.asked()
            link.request("line", "lines", in_vain, None, (), "w", frame, None, True)
        if snapshot is not None and code.copies:
            return code.without(frame.f_locals)  # as they are now: this is what is written back
        return code.passed(frame)

    def _in_vain(self, code: _Code, frame: FrameType, line: int) -> tuple[bool, Any]:
        """Say whether nothing has changed since the line came last; and what was looked at.

        A look at one of a loop's lines is enough, if it shows that the loop gets on.
        """
        variables = None
        unchanged = self._changes == code.changes.get(line)
        if line in code.steps:
            self._changes += 1
        elif unchanged or line not in code.told:
            variables = frame.f_locals
            told = held_by(frame, variables, self._link.modules)
            if told is None or told != code.told.get(line, told):
                self._changes += 1
                unchanged = False
            code.told[line] = told
        code.changes[line] = self._changes
        return unchanged and variables is not None, variables


class _Code:
    """What is known of the lines of one code in one thread."""

    def __init__(self, lines: Lines, code: CodeType) -> None:
        self._lines = lines
        self._code = code  # so that its id stays its own
        self._steps: frozenset[int] | None = None
        self.copies = SNAPSHOTS and bool(code.co_flags & OPTIMIZED)
        self._named = lines.looks_for_names()
        self.trace = self._trace
        self.skip: dict[int, int] = {}  # by line: how many times more it is no point
        self.forget()

    def forget(self) -> None:
        """Know nothing of what has run."""
        self.skip.clear()
        self.counts: dict[int, int] = {}
        self.changes: dict[int, int] = {}  # how many there were when the line came last
        self.told: dict[int, Told | None] = {}

    @property
    def steps(self) -> frozenset[int]:
        """The lines that get on in any case: the next item of a ``for``."""
        if self._steps is None:
            self._steps = steps_on(self._code)
        return self._steps

    def _trace(self, frame: FrameType, event: str, arg: Any) -> Any:
        if event == "line":
            line = frame.f_lineno
            if left := self.skip.get(line):
                self.skip[line] = left - 1
            else:
                return self._lines.visit(self, frame, line)
        return self.passed(frame)

    def passed(self, frame: FrameType) -> Any:
        """Return who traces the frame from here on, when nothing was made of an event.

        A call before it may have been named, which left a copy of the variables as they were then.
        """
        return self.without(frame.f_locals) if self.copies and self._named else self.trace

    def without(self, snapshot: dict[str, Any]) -> Any:
        """Return who empties the copy of a function's variables before anything else is traced."""

        def trace(frame: FrameType, event: str, arg: Any) -> Any:
            if event != "return":  # the frame goes with its copy; 3.12 warns of an empty one
                snapshot.clear()
            return self.trace(frame, event, arg)

        return trace


def trace_lines(link: Link) -> None:
    """Make points of the lines that the calling thread runs from here on."""
    link.tracing.begin(Lines(link).trace)


def watch_system(link: Link) -> None:
    """Tell the kernel of files that are written and programs that are started: not controlled."""
    told: set[str] = set()
    busy: list[bool] = []

    def hook(event: str, args: tuple[Any, ...]) -> None:
        if event == "open" and link.active and not busy:
            path, _mode, flags = args
            if (
                type(path) is not str
                or type(flags) is not int
                or path.startswith(("/dev", "/proc"))
            ):
                return
            frame, callee = link.locator.find()
            opener = sys._getframe(1).f_code.co_filename
            if frame is None or link.number() < 0 or opener.endswith("tempfile.py"):
                return
            writes = bool(flags & (os.O_WRONLY | os.O_RDWR))
            busy.append(True)
            try:
                if writes and "file" not in told:
                    told.add("file")
                    link.note("uncontrolled", "file")
                if link.locator.begins(callee):
                    name = os.path.basename(path)[:80]
                    touch = "w" if writes else "r"
                    link.request("open", f"file:{name}", None, None, (), touch, frame, callee, True)
            finally:
                busy.pop()
                del frame, callee
        elif event in EXECUTES:
            link.locator.executes(args[-1], sys._getframe(1))
        elif event in PROCESSES and link.active and link.number() >= 0:
            # subprocess tells of itself; from 3.15 on it starts by posix_spawn, which tells again.
            within = sys._getframe(1).f_code.co_filename.endswith("/subprocess.py")
            if event == "subprocess.Popen" or not within:
                link.note("uncontrolled", f"process ({event})")
        elif event == "mmap.__new__" and link.active and link.number() >= 0:
            maker = sys._getframe(1).f_code
            library = maker.co_filename.endswith("/multiprocessing/shared_memory.py")
            if library or link.locator.is_own(maker):
                link.note("uncontrolled", "shared-memory")

    sys.addaudithook(hook)

"""Points at the submission's lines, where plain memory or files are shared."""

from __future__ import annotations

import os
import sys
from types import FrameType
from typing import Any

from .link import Link

PROCESSES = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "pty.spawn")


def make_tracer(link: Link) -> Any:
    """Return a trace function that makes every line of the submission a point."""

    def local(frame: FrameType, event: str, arg: Any) -> Any:
        if event == "line" and link.active and link.number() >= 0:
            link.request("line", "lines", None, None, (), "w", frame, None, True)
        return local

    def tracer(frame: FrameType, event: str, arg: Any) -> Any:
        return local if frame.f_code.co_filename in link.locator.files else None

    return tracer


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
        elif event in PROCESSES and link.active and link.number() >= 0:
            # subprocess tells of itself; from 3.15 on it starts by posix_spawn, which tells again.
            within = sys._getframe(1).f_code.co_filename.endswith("/subprocess.py")
            if event == "subprocess.Popen" or not within:
                link.note("uncontrolled", f"process ({event})")
        elif event == "mmap.__new__" and link.active and link.number() >= 0:
            maker = sys._getframe(1).f_code.co_filename
            if maker in link.locator.files or maker.endswith("/multiprocessing/shared_memory.py"):
                link.note("uncontrolled", "shared-memory")

    sys.addaudithook(hook)

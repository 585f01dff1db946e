"""Processes: fork, spawn, wait and kill, with a task for every process from its first step."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any

from ..failures import reporting
from ..link import Link
from ..wrapping import renamed
from . import fork, killing, waiting
from .interpreters import Interpreters


def install(link: Link) -> None:
    """Replace ``os.fork``, what waits for processes and what kills; name what is started."""
    fork.install(link)
    waiting.install(link)
    _watch_exit_codes(link)
    _replace_clean_up(link)
    killing.install(link)
    Interpreters(link, fork.describe).install()
    _name_starting(link)
    _without_tracker()


def _watch_exit_codes(link: Link) -> None:
    """Who asks a process for its exit code is told of its failure."""
    from multiprocessing.process import BaseProcess

    original: Any = BaseProcess.exitcode
    get = original.fget

    def exitcode(self: Any) -> int | None:
        code: int | None = get(self)
        if code and link.active:
            link.looked_at(self._popen.pid)
        return code

    vars_of: Any = BaseProcess
    vars_of.exitcode = property(renamed(exitcode, get), doc=original.__doc__)


def _replace_clean_up(link: Link) -> None:
    """``start()`` looks for children that have ended; the kernel has told if there are any."""
    from multiprocessing import process

    original, start = process._cleanup, process.BaseProcess.start.__code__

    def _cleanup() -> None:
        if link.kernel.ended or not link.active or sys._getframe(1).f_code is not start:
            original()

    process._cleanup = _cleanup


def _name_starting(link: Link) -> None:
    """Remember which Process object is being started, and where a child's own stack begins."""
    from multiprocessing import popen_fork, popen_spawn_posix, process, util

    def around(original: Callable[..., Any]) -> Callable[..., Any]:
        def _launch(self: Any, process_obj: Any) -> Any:
            link.starting = process_obj
            try:
                return original(self, process_obj)
            finally:
                link.starting = None

        return _launch

    popen_fork.Popen._launch = around(popen_fork.Popen._launch)
    popen_spawn_posix.Popen._launch = around(popen_spawn_posix.Popen._launch)

    original = process.BaseProcess._bootstrap

    def _bootstrap(self: Any, /, *args: Any, **kwargs: Any) -> Any:
        if link.active:
            link.starting = None
            self.run = reporting(link, self.run, link.on_child)
        try:
            return original(self, *args, **kwargs)
        finally:
            link.flush()

    link.locator.add_floor(_bootstrap.__code__)
    link.locator.add_floor(util._exit_function.__code__)  # a child of 3.13 ends outside the above
    process.BaseProcess._bootstrap = _bootstrap


def _without_tracker() -> None:
    """No resource tracker: the sandbox itself takes away whatever a run leaves behind."""
    from multiprocessing import resource_tracker

    tracker = resource_tracker._resource_tracker
    null: list[int] = []

    def getfd() -> int:
        if not null:
            null.append(os.open(os.devnull, os.O_WRONLY))
        return null[0]

    def nothing(*args: Any, **kwargs: Any) -> None:
        """Leave it to the sandbox."""

    for name in ("ensure_running", "register", "unregister", "_send"):
        setattr(tracker, name, nothing)
        if hasattr(resource_tracker, name):
            setattr(resource_tracker, name, nothing)
    tracker.getfd = getfd
    resource_tracker.getfd = getfd

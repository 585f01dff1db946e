"""Processes: fork, spawn, wait and kill, with a task for every process from its first step."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any

from ..failures import reporting
from ..link import SCENARIO, Link
from ..standin import stands_for
from ..wrapping import renamed
from . import fork
from .interpreters import Interpreters

ASKS = frozenset({"is_alive", "exitcode", "active_children", "close"})
"""What a process is asked whether it has ended by, without waiting for that."""


def install(link: Link) -> None:
    """Replace ``os.fork``, ``os.waitpid``, ``os.wait`` and ``os.kill``; name what is started."""
    fork.install(link)
    _replace_wait(link)
    _watch_exit_codes(link)
    _replace_clean_up(link)
    _replace_kill(link)
    Interpreters(link, fork.describe).install()
    _name_starting(link)
    _without_tracker()


def _asks_for_the_end(link: Link) -> bool:
    """Say whether the submission itself asks if a process has ended.

    CPython asks too, at each start(). So does a check's scenario, which is not to be told late.
    """
    frame, callee = link.locator.find()
    if frame is None or callee is None or frame.f_globals.get("__name__") == SCENARIO:
        return False
    return callee.f_code.co_name in ASKS


def _replace_wait(link: Link) -> None:
    real_waitpid: Callable[[int, int], tuple[int, int]] = os.waitpid

    @stands_for("os", "waitpid")
    def waitpid(pid: int, options: int, /) -> tuple[int, int]:
        if not link.active or (pid > 0 and pid not in link.children):
            return real_waitpid(pid, options)
        # The children of a fork server are not this process's own for the system.
        own = [number for child, number in link.children.items() if child not in link.served]
        numbers = [link.children[pid]] if pid > 0 else own
        if not numbers:
            return real_waitpid(pid, options)
        op = "poll-child" if options & os.WNOHANG else "join"
        timeout = 0.0 if op == "poll-child" and _asks_for_the_end(link) else None
        answer = link.ask(op, None, numbers, touch="r", timeout=timeout)
        if answer is None:
            return 0, 0
        ended, status = answer
        child = next((p for p, number in link.children.items() if number == ended), None)
        if child is None:  # another thread was told of the same end first
            return real_waitpid(pid, options)
        link.ended[child] = link.children.pop(child)
        link.kernel.ended.discard(ended)
        if status:
            _is_told(link, child)
        if child in link.adopted:  # the zygote's child by birth: its status is the kernel's word
            link.adopted.discard(child)
            return child, status
        return real_waitpid(child, 0)

    @stands_for("os", "wait")
    def wait() -> tuple[int, int]:
        ended: tuple[int, int] = waitpid(-1, 0)
        return ended


def _is_told(link: Link, child: int) -> None:
    """The caller is told how a child has ended: whether it is the submission itself."""
    frame, callee = link.locator.find()
    if frame is not None and callee is not None and callee.f_code.co_name in ("waitpid", "wait"):
        link.looked_at(child)


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


def _replace_kill(link: Link) -> None:
    real_kill = os.kill

    @stands_for("os", "kill")
    def kill(pid: int, signum: int, /) -> None:
        ours = link.active and pid > 0 and pid != os.getpid() and signum
        if not (ours and link.ask("kill", None, [pid, int(signum)], touch="w")):
            real_kill(pid, signum)


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

    def _bootstrap(self: Any, *args: Any, **kwargs: Any) -> Any:
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

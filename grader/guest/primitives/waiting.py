"""Waiting for the end of processes: ``os.waitpid`` and its kin."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from ..link import SCENARIO, Link
from ..standin import stands_for

WAITS = frozenset({"wait", "waitpid", "wait3", "wait4", "waitid"})
"""What tells its caller how a child has ended."""

ASKS = frozenset({"is_alive", "exitcode", "active_children", "close"})
"""What a process is asked whether it has ended by, without waiting for that."""


class _Ended:
    """A child that has ended: it is there still, to be taken away by the real call."""

    def __init__(self, link: Link, pid: int, number: int, status: int) -> None:
        self._link = link
        self._number = number
        self.pid = pid
        self.status = status
        self.adopted = pid in link.adopted  # the zygote's by birth: its status is the kernel's word

    def take(self) -> None:
        """Know the child no more."""
        if self._link.children.pop(self.pid, None) is not None:
            self._link.ended[self.pid] = self._number
        self._link.kernel.ended.discard(self._number)
        if self.status:
            _is_told(self._link, self.pid)
        self._link.adopted.discard(self.pid)


def install(link: Link) -> None:
    """Replace ``os.waitpid``, ``wait``, ``wait3``, ``wait4`` and ``waitid``."""
    real_waitpid: Callable[[int, int], tuple[int, int]] = os.waitpid
    real_wait4, real_waitid = os.wait4, os.waitid

    def ended(pid: int, options: int) -> _Ended | bool:
        """Wait; return who has ended, False: nobody yet, True: it is for the system to say."""
        if not link.active or (pid > 0 and pid not in link.children):
            return True
        # The children of a fork server are not this process's own for the system.
        own = [number for child, number in link.children.items() if child not in link.served]
        numbers = [link.children[pid]] if pid > 0 else own
        if not numbers:
            return True
        op = "poll-child" if options & os.WNOHANG else "join"
        timeout = 0.0 if op == "poll-child" and _asks_for_the_end(link) else None
        answer = link.ask(op, None, numbers, touch="r", timeout=timeout)
        if answer is None:
            return False
        number, status = answer
        child = next((p for p, known in link.children.items() if known == number), None)
        if child is None:  # another thread was told of the same end first
            return True
        return _Ended(link, child, number, status)

    @stands_for("os", "waitpid")
    def waitpid(pid: int, options: int, /) -> tuple[int, int]:
        child = ended(pid, options)
        if not isinstance(child, _Ended):
            return real_waitpid(pid, options) if child else (0, 0)
        child.take()
        return (child.pid, child.status) if child.adopted else real_waitpid(child.pid, 0)

    @stands_for("os", "wait")
    def wait() -> tuple[int, int]:
        told: tuple[int, int] = waitpid(-1, 0)
        return told

    @stands_for("os", "wait4")
    def wait4(pid: int, options: int) -> tuple[int, int, Any]:
        child = ended(pid, options)
        if not isinstance(child, _Ended):
            return real_wait4(pid, options) if child else (0, 0, _no_usage())
        child.take()
        if child.adopted:
            return child.pid, child.status, _no_usage()
        return real_wait4(child.pid, 0)

    @stands_for("os", "wait3")
    def wait3(options: int) -> tuple[int, int, Any]:
        told: tuple[int, int, Any] = wait4(-1, options)
        return told

    @stands_for("os", "waitid")
    def waitid(idtype: int, id: int, options: int, /) -> Any:  # its own name
        pid = {os.P_PID: id, os.P_ALL: -1}.get(idtype)
        if idtype == os.P_PIDFD:
            pid = pid_of(id)
        if pid is None or not options & os.WEXITED:
            return real_waitid(idtype, id, options)
        child = ended(pid, options)
        if not isinstance(child, _Ended):
            return real_waitid(idtype, id, options) if child else None
        if not options & os.WNOWAIT:
            child.take()
        if child.adopted:
            return _waited(child)
        return real_waitid(os.P_PID, child.pid, options & ~os.WNOHANG)


def pid_of(pidfd: int) -> int | None:
    """Return the pid of the process that a descriptor stands for, or None."""
    try:
        with open(f"/proc/self/fdinfo/{pidfd}", opener=_open) as file:
            lines = dict(line.split(":", 1) for line in file)
        return int(lines["Pid"])
    except (OSError, ValueError, KeyError):
        return None


def _open(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_CLOEXEC)


def _no_usage() -> Any:
    import resource

    return resource.struct_rusage([0.0, 0.0] + [0] * 14)


def _waited(child: _Ended) -> Any:
    code = os.waitstatus_to_exitcode(child.status)
    how = os.CLD_EXITED if code >= 0 else os.CLD_KILLED
    chld = 17  # SIGCHLD: signal.py would be imported for this number
    return os.waitid_result((child.pid, os.getuid(), chld, abs(code), how))


def _is_told(link: Link, child: int) -> None:
    """The caller is told how a child has ended: whether it is the submission itself."""
    frame, callee = link.locator.find()
    if frame is not None and callee is not None and callee.f_code.co_name in WAITS:
        link.looked_at(child)


def _asks_for_the_end(link: Link) -> bool:
    """Say whether the submission itself asks if a process has ended.

    CPython asks too, at each start(). So does a check's scenario, which is not to be told late.
    """
    frame, callee = link.locator.find()
    if frame is None or callee is None or frame.f_globals.get("__name__") == SCENARIO:
        return False
    return callee.f_code.co_name in ASKS

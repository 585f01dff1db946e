"""Signals that the program sends to its processes: the kernel sends them."""

from __future__ import annotations

import importlib
import os
from typing import Any

from ..link import Link
from ..standin import stands_for
from .waiting import pid_of


def install(link: Link) -> None:
    """Replace ``os.kill``, ``os.killpg`` and ``signal.pidfd_send_signal``."""
    real_kill, real_killpg = os.kill, os.killpg
    _signal: Any = importlib.import_module("_signal")
    real_send = _signal.pidfd_send_signal

    def sent(pid: int, signum: int) -> bool:
        """Have the kernel signal a process, or with ``-group`` all others of a group."""
        ours = link.active and pid not in (0, -1, os.getpid()) and signum
        return bool(ours and link.ask("kill", None, [pid, int(signum)], touch="w"))

    def to_group(group: int, signum: int) -> bool:
        """Signal a group of processes that are under control, if it is one."""
        own = os.getpgid(0)
        group = group or own
        if not sent(-group, signum):
            return False
        if group == own:
            real_kill(os.getpid(), signum)
        return True

    @stands_for("os", "kill")
    def kill(pid: int, signum: int, /) -> None:
        done = sent(pid, signum) if pid > 0 or pid == -1 else to_group(-pid, signum)
        if not done:
            real_kill(pid, signum)

    @stands_for("os", "killpg")
    def killpg(pgid: int, signum: int, /) -> None:
        if not (pgid >= 0 and to_group(pgid, signum)):
            real_killpg(pgid, signum)

    @stands_for("_signal", "pidfd_send_signal")
    def pidfd_send_signal(pidfd: int, signum: int, siginfo: None = None, flags: int = 0, /) -> None:
        pid = pid_of(pidfd) if siginfo is None and not flags else None
        if pid is None or pid <= 0 or not sent(pid, signum):
            real_send(pidfd, signum, siginfo, flags)

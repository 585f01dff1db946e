"""A fresh interpreter, started by ``spawn`` or ``forkserver``: forked from the pristine zygote."""

from __future__ import annotations

import io
import os
import random
import sys
from typing import Any

from . import root
from .descriptors import Stream
from .link import Link, channel_of
from .script import MAIN, run_in_children
from .watch import describe_exception


def run(link: Link, program: dict[str, Any], command: dict[str, Any], fds: list[int]) -> None:
    """Become the task, run ``spawn_main`` as a new interpreter would, and end the process."""
    status = 1
    try:
        arg = command["arg"]
        channel = channel_of(_place(fds, arg["fds"]))
        random.seed(command["number"])
        parent = arg["parent"]
        os.getppid = lambda: int(parent)
        root.control(link, program, detailed=command["detailed"], lines=command["lines"])
        if program["function"] == MAIN:
            run_in_children(program)
        link.adopt(channel, command["number"], process=True)
        status = _main(link, arg["handles"])
    finally:
        os._exit(status)


def _place(fds: list[int], numbers: list[int]) -> int:
    """Give the descriptors the numbers that the parent knows them by; return the channel's."""
    import fcntl

    floor = max([*numbers, *fds, 2]) + 1
    high = [fcntl.fcntl(fd, fcntl.F_DUPFD_CLOEXEC, floor) for fd in fds]
    for fd in fds:
        os.close(fd)
    for fd, number in zip(high[1:], numbers, strict=True):
        os.dup2(fd, number)
        os.close(fd)
    return high[0]


def _main(link: Link, handles: dict[str, int]) -> int:
    from multiprocessing import spawn

    sys.argv = [sys.executable, "--multiprocessing-fork"]
    real_fdopen = os.fdopen

    def fdopen(fd: int, *args: Any, **kwargs: Any) -> Any:
        """Have the process read its arguments under control: they may be longer than a pipe."""
        os.fdopen = real_fdopen
        return io.BufferedReader(Stream(link, fd))

    os.fdopen = fdopen
    try:
        spawn.spawn_main(**handles)
    except SystemExit as error:
        return root.leave(link, root.exit_code(error))
    except BaseException as error:  # noqa: BLE001,RUF100  # printed as the interpreter would
        link.note("raised", None, describe_exception(link, error))
        sys.excepthook(type(error), error, error.__traceback__)
        return root.leave(link, 1)
    return root.leave(link, 0)

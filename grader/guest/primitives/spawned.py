"""A new interpreter, forked from the pristine zygote or from a fork server: see interpreters.py."""

from __future__ import annotations

import io
import os
import random
import sys
from collections.abc import Callable
from functools import partial
from typing import Any, NoReturn

from .. import root
from ..failures import describe_exception
from ..link import Link, channel_of
from ..script import MAIN, run_in_children
from . import forkserver
from .descriptors import Stream


def run(link: Link, program: dict[str, Any], command: dict[str, Any], fds: list[int]) -> NoReturn:
    """Become the task, run what a new interpreter is started for, and end the process."""
    try:
        arg = command["arg"]
        for name, value in arg["environ"].items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
        root.control(link, program, detailed=command["detailed"], lines=command["lines"])
        if program["function"] == MAIN:
            run_in_children(program)
        if arg["command"] is None:
            work = partial(_spawn_main, link, arg["handles"])
        else:
            modules = [source["module"] for source in program["sources"]]
            serve_one = partial(_serve_one, link)
            order, ready = arg["command"], arg["handles"]["ready"]
            work = partial(forkserver.run, link, order, ready, modules, serve_one)
        _be(link, command, _place(fds, arg["fds"]), work)
    finally:
        os._exit(1)


def _serve_one(link: Link, order: dict[str, Any], fds: list[int]) -> NoReturn:
    """Be a child of a fork server: descriptors have the numbers that are free here."""
    try:
        channel, *inherited = fds
        numbers, handles = order["arg"]["fds"], order["arg"]["handles"]
        here = {name: inherited[numbers.index(number)] for name, number in handles.items()}
        work = partial(forkserver.as_a_child, inherited, partial(_spawn_main, link, here))
        _be(link, order, channel, work)
    finally:
        os._exit(1)


def _be(link: Link, command: dict[str, Any], fd: int, work: Callable[[], None]) -> NoReturn:
    """Be the task of the command, whose end of a channel that is, until the work is done."""
    channel = channel_of(fd)
    random.seed(command["number"])
    parent = command["arg"]["parent"]
    os.getppid = lambda: int(parent)
    link.adopt(channel, command["number"], process=True)
    os._exit(_until_the_end(link, work))


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


def _spawn_main(link: Link, handles: dict[str, int]) -> None:
    """Read the process object from the pipe and run it, as CPython does in a new interpreter."""
    from multiprocessing import spawn

    sys.argv = [sys.executable, "--multiprocessing-fork"]
    real_fdopen = os.fdopen

    def fdopen(fd: int, *args: Any, **kwargs: Any) -> Any:
        """Have the process read its arguments under control: they may be longer than a pipe."""
        os.fdopen = real_fdopen
        return io.BufferedReader(Stream(link, fd))

    os.fdopen = fdopen
    spawn.spawn_main(**handles)


def _until_the_end(link: Link, work: Callable[[], None]) -> int:
    """Do the work, and what an interpreter does at its end; return its status."""
    try:
        work()
    except SystemExit as error:
        return root.leave(link, root.exit_code(error))
    except BaseException as error:  # noqa: BLE001,RUF100  # printed as the interpreter would
        link.note("raised", None, describe_exception(link, error))
        sys.excepthook(type(error), error, error.__traceback__)
        return root.leave(link, 1)
    return root.leave(link, 0)

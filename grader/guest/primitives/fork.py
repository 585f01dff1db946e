"""``os.fork``: the kernel knows of a child before there is one, and hears from it first."""

from __future__ import annotations

import os
import random
import sys
from _thread import get_ident
from io import TextIOWrapper
from types import CodeType
from typing import Any

from ..collecting import Uncollected
from ..link import Link
from ..standin import stands_for


class _Fork:
    """A fork that is under way."""

    def __init__(self, arg: dict[str, Any]) -> None:
        self.arg = arg
        self.channel: Any = None  # the child's, once the kernel knows of it
        self.number = 0


def install(link: Link) -> None:
    """Replace ``os.fork``."""
    real_fork = os.fork
    forks: dict[int, _Fork] = {}  # by thread

    def announce() -> None:
        """Ask the kernel, after whatever else is to be done before a fork: that may have to wait.

        What is registered first is called last.
        """
        if (this := forks.get(get_ident())) is not None:
            _flush()  # the learner's own streams too: these may have to wait
            kernel_end, this.channel = link.socketpair()
            this.number = link.ask("fork", None, this.arg, fds=(kernel_end.fileno(),))
            kernel_end.close()
            _flush(plain=True)

    os.register_at_fork(before=announce)

    @stands_for("os", "fork")
    def fork() -> int:
        if not link.active:
            return real_fork()
        link.own_socket("fork")  # in a hook its error would be printed and forgotten
        outer = forks.get(get_ident())  # a fork within what is to be done before a fork
        this = forks[get_ident()] = _Fork(describe(link))
        with Uncollected(at_once=False):
            try:
                pid = real_fork()
            except OSError:
                link.refuse(this.channel)
                raise
            finally:
                del forks[get_ident()]
                if outer is not None:
                    forks[get_ident()] = outer
            if pid == 0:
                for other in forks.keys() - {get_ident()}:
                    del forks[other]
                random.seed(this.number)
                link.adopt(this.channel, this.number, process=True)
        if pid:
            this.channel.close()
            link.children[pid] = this.number
        return pid


def _flush(*, plain: bool = False) -> None:
    """Write out what is buffered, or a child would print it again; ``plain``: by Python's own."""
    for stream in (sys.stdout, sys.stderr):
        if plain and type(stream) is not TextIOWrapper:
            continue
        try:
            stream.flush()
        except (AttributeError, OSError, ValueError):
            continue


def describe(link: Link) -> dict[str, Any]:
    """Return name, daemon and service of the process that is being started."""
    process = link.starting
    frame, callee = link.locator.find()
    by_student = (
        frame is not None and callee is not None and callee.f_code.co_name in ("start", "fork")
    )
    del frame, callee
    if process is None:
        return {"name": "", "target": "fork", "daemon": False, "service": False}
    target = getattr(process, "_target", None)
    code = getattr(getattr(target, "func", target), "__code__", None)
    if target is None:
        label = type(process).__name__
    elif isinstance(code, CodeType) and link.locator.is_own(code):
        label = str(getattr(getattr(target, "func", target), "__name__", ""))
    else:
        label = ""
    return {
        "name": str(process.name)[:60],
        "target": label[:60] if by_student else "",
        "daemon": bool(process.daemon),
        "service": not by_student,
    }

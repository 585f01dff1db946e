"""Processes: fork, spawn, wait and kill, with a task for every process from its first step."""

from __future__ import annotations

import os
import random
import sys
from _thread import get_ident
from collections.abc import Callable
from io import TextIOWrapper
from typing import Any

from ..collecting import Uncollected
from ..link import Link
from ..standin import stands_for
from .interpreters import Interpreters

SCENARIO = "scenario_"
"""The module that a check's scenario is run as."""

ASKS = frozenset({"is_alive", "exitcode", "active_children", "close"})
"""What a process is asked whether it has ended by, without waiting for that."""


class _Fork:
    """A fork that is under way."""

    def __init__(self, arg: dict[str, Any]) -> None:
        self.arg = arg
        self.channel: Any = None  # the child's, once the kernel knows of it
        self.number = 0


def install(link: Link) -> None:
    """Replace ``os.fork``, ``os.waitpid``, ``os.wait`` and ``os.kill``; name what is started."""
    _replace_fork(link)
    _replace_wait(link)
    _replace_clean_up(link)
    _replace_kill(link)
    Interpreters(link, _describe).install()
    _name_starting(link)
    _without_tracker()


def _describe(link: Link) -> dict[str, Any]:
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
    elif getattr(code, "co_filename", None) in link.locator.files:
        label = str(getattr(getattr(target, "func", target), "__name__", ""))
    else:
        label = ""
    return {
        "name": str(process.name)[:60],
        "target": label[:60] if by_student else "",
        "daemon": bool(process.daemon),
        "service": not by_student,
    }


def _replace_fork(link: Link) -> None:
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
        this = forks[get_ident()] = _Fork(_describe(link))
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
        link.children.pop(child, None)
        link.ended.discard(ended)
        if child in link.adopted:  # the zygote's child by birth: its status is the kernel's word
            link.adopted.discard(child)
            return child, status
        return real_waitpid(child, 0)

    @stands_for("os", "wait")
    def wait() -> tuple[int, int]:
        ended: tuple[int, int] = waitpid(-1, 0)
        return ended


def _replace_clean_up(link: Link) -> None:
    """``start()`` looks for children that have ended; the kernel has told if there are any."""
    from multiprocessing import process

    original, start = process._cleanup, process.BaseProcess.start.__code__

    def _cleanup() -> None:
        if link.ended or not link.active or sys._getframe(1).f_code is not start:
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

    from ..watchers.library import reporting

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

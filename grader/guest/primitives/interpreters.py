"""New interpreters: a child by ``spawn``, a fork server, and a child that such a server forks.

Each is a fork of the pristine zygote, or of the server: as fresh as one that is started anew, and a
hundred times faster. A fork of the zygote gets the same descriptors under the same numbers.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from typing import Any

from ..link import Link
from .descriptors import Stream

SERVER = re.compile(r"from multiprocessing\.forkserver import main;")
"""What a fork server is told to run, in every version."""

Describe = Callable[[Link], dict[str, Any]]


class Interpreters:
    """Has the kernel start new interpreters for this process, and knows its fork server."""

    def __init__(self, link: Link, describe: Describe) -> None:
        self._link = link
        self._describe = describe
        self._served = False  # whether what is started now is to be a server's child
        self._ready = -1  # a pipe's end: the server says here that it has imported everything
        self._environ = dict(os.environ)  # that every new interpreter begins with

    def install(self) -> None:
        """Put this in the place of multiprocessing's own ways."""
        from multiprocessing import context, forkserver, popen_forkserver, popen_spawn_posix, util

        self._original = util.spawnv_passfds
        self._really_ensure = forkserver._forkserver.ensure_running
        util.spawnv_passfds = self.spawnv_passfds
        interpreters = self

        class Popen(popen_spawn_posix.Popen):
            """Starts as spawn does, but by the server; named as the method that was asked for."""

            method = "forkserver"
            DupFd = popen_forkserver._DupFd

            def duplicate_for_child(self, fd: int) -> int:
                """Pass a descriptor on; the child knows it by its place among all of them."""
                self._fds.append(fd)
                return len(self._fds) - 1

            def _launch(self, process_obj: Any) -> None:
                interpreters._served = True
                try:
                    super()._launch(process_obj)
                finally:
                    interpreters._served = False

        popen_forkserver.Popen = Popen
        context.ForkServerProcess._Popen = staticmethod(lambda process_obj: Popen(process_obj))
        forkserver._forkserver.ensure_running = forkserver.ensure_running = self.ensure_server

        def open_pipe(fd: int, mode: str, *, closefd: bool) -> Any:
            """Stand in for ``open`` where the new process is sent its arguments."""
            return Stream(self._link, fd) if self._link.active else open(fd, mode, closefd=closefd)

        vars(popen_spawn_posix)["open"] = open_pipe

    def spawnv_passfds(self, path: Any, args: Any, passfds: Any) -> int:
        """Stand in for ``util.spawnv_passfds``; return the new process's id."""
        link = self._link
        if not link.active:
            return int(self._original(path, args, passfds))
        texts = [arg.decode() if isinstance(arg, bytes) else str(arg) for arg in args]
        command = next((n for n, text in enumerate(texts) if SERVER.search(text)), None)
        if command is not None:
            return self._start_server(texts[command:], sorted(passfds))
        handles = dict(re.findall(r"(\w+)=(\d+)", next((t for t in texts if "=" in t), "")))
        arg: dict[str, Any] = {"handles": {name: int(value) for name, value in handles.items()}}
        if not self._served:
            return self._start(self._describe(link) | arg, sorted(passfds))
        self.ensure_server()
        self._await_server()
        arg["server"] = link.children[_server()._forkserver_pid]
        pid = self._start(self._describe(link) | arg, list(passfds))
        link.served.add(pid)
        return pid

    def _start(self, arg: dict[str, Any], numbers: Sequence[int]) -> int:
        link = self._link
        arg = {"server": None, "command": None, **arg}
        arg |= {"fds": numbers, "parent": os.getpid(), "environ": self._changes()}
        kernel_end, channel = link.socketpair()
        fds = [kernel_end.fileno(), channel.fileno(), *numbers]
        answer = link.ask("spawn", None, arg, fds=fds)
        kernel_end.close()
        channel.close()
        if answer is None:
            raise ConnectionRefusedError(111, "Connection refused")  # as where nobody listens
        number, pid = answer
        link.children[pid] = number
        link.adopted.add(pid)
        return int(pid)

    def _changes(self) -> dict[str, str | None]:
        """Return what the program has changed in its environment; None for a name that is gone."""
        now = dict(os.environ)
        gone: dict[str, str | None] = dict.fromkeys(self._environ.keys() - now.keys())
        return gone | {k: v for k, v in now.items() if self._environ.get(k) != v}

    # --- the server

    def ensure_server(self) -> None:
        """Stand in for ``forkserver.ensure_running``: the kernel has told if it has ended."""
        link, pid = self._link, _server()._forkserver_pid
        number = link.children.get(pid)
        if not link.active or number is None or number in link.kernel.ended:
            self._really_ensure()

    def _start_server(self, command: list[str], numbers: list[int]) -> int:
        self._ready, told = os.pipe()
        about = {"name": "forkserver", "target": "", "daemon": True, "service": True}
        try:
            arg = about | {"command": command, "handles": {"ready": told}}
            return self._start(arg, [*numbers, told])
        finally:
            os.close(told)

    def _await_server(self) -> None:
        """Come back when the server has imported what it is to import; its end is an error."""
        if self._ready < 0:
            return
        said = self._link.read(self._ready, 1)
        os.close(self._ready)
        self._ready = -1
        if not said:
            raise _gone()


def _server() -> Any:
    from multiprocessing import forkserver

    return forkserver._forkserver


def _gone() -> OSError | EOFError:
    """Return the error of who asks a server that ended while it was asked."""
    if hasattr(_server(), "_forkserver_authkey"):  # it is waited for to greet
        return ConnectionResetError(104, "Connection reset by peer")
    return EOFError()

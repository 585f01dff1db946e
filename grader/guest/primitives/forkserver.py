"""A fork server under control: it imports what it is to, and forks when the kernel has it do so.

What CPython's own ``main`` does before it listens is CPython's own code here, too.
"""

from __future__ import annotations

import array
import atexit
import importlib
import os
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NoReturn

from .. import root, wire
from ..link import Link

ServeOne = Callable[[dict[str, Any], list[int]], NoReturn]
MOST_DESCRIPTORS = 253


def run(
    link: Link, command: list[str], ready: int, modules: list[str], serve_one: ServeOne
) -> None:
    """Be the server that the command asks for; comes back only where its imports failed.

    ``modules``: those of the program, which stand for ``__main__``. ``serve_one``: what a child
    does with an order and the descriptors that came with it.
    """
    from multiprocessing import forkserver, spawn, util

    really_main = forkserver.main
    calls: list[tuple[Any, Any]] = []
    forkserver.main = lambda *args, **kws: calls.append((args, kws))
    sys.argv = ["-c", *command[1:]]
    exec(command[0], {})
    forkserver.main = really_main
    args, options = calls[0]

    def import_program(path: str) -> None:
        for module in modules:
            importlib.import_module(module)

    own = "forkserver" if sys.version_info >= (3, 14) else "fork"
    root.start_by_default(own)  # it is not told what the program has chosen
    if loads_main() and options.get("main_path") is None:
        options["main_path"] = ""
        spawn.import_main_path = import_program
    close_stdin = util._close_stdin

    def close_and_serve() -> NoReturn:
        util._close_stdin = close_stdin
        close_stdin()
        serve(link, ready, args[1], serve_one)

    util._close_stdin = close_and_serve  # called where all is imported, before it listens
    really_main(*args, **options)


def loads_main() -> bool:
    """Say whether this version really imports ``__main__`` ahead: those before 3.12.9 did not."""
    from multiprocessing.forkserver import ForkServer

    return "init_main_from_path" in ForkServer.ensure_running.__code__.co_consts


def serve(link: Link, ready: int, alive: int, serve_one: ServeOne) -> NoReturn:
    """Fork a child for each order of the kernel, as long as a client has its end of ``alive``."""
    channel = link.own_socket("serve")
    os.write(ready, b"+")
    os.close(ready)
    pid = 0
    while True:
        notes, link.notes = link.notes, []
        request = ["serve", False, None, pid, None, None, None, notes, "-"]
        socket.send_fds(channel, [wire.encode(request)], [alive])
        order, fds = _hear(channel)
        if isinstance(order, list):  # no order, but leave to go on
            raise SystemExit
        order["arg"]["parent"] = os.getpid()
        link.active = False  # the kernel knows of this fork: it has asked for it
        try:
            pid = os.fork()
        except OSError:  # the program has as many processes as it may
            pid = wire.NO_PID
        link.active = True
        if pid == 0:
            os.close(alive)
            serve_one(order, fds)
        for fd in fds:
            os.close(fd)


def _hear(channel: socket.socket) -> tuple[Any, list[int]]:
    """Return what the kernel sends, and the descriptors that come with it."""
    space = socket.CMSG_SPACE(MOST_DESCRIPTORS * 4)
    with suppress(OSError):
        data, ancillary, _, _ = channel.recvmsg(wire.LIMIT, space)
        if data:
            fds = array.array("i")
            for _, _, content in ancillary:
                fds.frombytes(content)
            return wire.decode(data), list(fds)
    os._exit(1)


def as_a_child(inherited: list[int], work: Callable[[], None]) -> None:
    """Do the work of a server's child: what modules want done at the end is not its own.

    ``inherited``: the descriptors that its parent has passed on, by their places.
    From 3.13 on it does at its own end what it has been asked for itself.
    """
    from multiprocessing import forkserver, util

    forkserver._forkserver._inherited_fds = inherited
    at_the_end = "atexit" in forkserver.main.__code__.co_names
    atexit._clear()
    if at_the_end:
        atexit.register(util._exit_function)
    try:
        work()
    finally:
        if not at_the_end:
            atexit._clear()

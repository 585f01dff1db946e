"""Bytes through a descriptor: Connection's reads and writes, ``wait``, ``accept``.

What would block hands the descriptor to the kernel, which polls it while everything is parked.
"""

from __future__ import annotations

import io
import os
import select
from typing import Any

from ..link import Link

PIPE_BUF = select.PIPE_BUF  # no more is written at a time: a longer message can be torn


def key(fd: int) -> str:
    """Return what the kernel needs to know the same pipe end again: "fd:inode:mode"."""
    import fcntl

    status = os.fstat(fd)
    mode = ("r", "w", "rw")[fcntl.fcntl(fd, fcntl.F_GETFL) & os.O_ACCMODE]
    return f"fd:{status.st_ino}:{mode}"


def ready(fd: int, events: int) -> bool:
    """Say whether the descriptor can be used at once."""
    poller = select.poll()
    poller.register(fd, events)
    return bool(poller.poll(0))


def install(link: Link) -> None:
    """Replace the default arguments and selector that ``multiprocessing.connection`` uses."""
    import multiprocessing.connection as connection

    real_read, real_write = os.read, os.write

    def attend(fd: int, events: int, op: str) -> bool:
        """Come back when the descriptor can be used; say whether that was decided here.

        A call's first use is a point, and so is each part of a message that the submission sends
        or receives itself: another user of the same end may come between.
        """
        if link.is_point() or link.on_connection():
            link.ask(op, key(fd), fds=(fd,), touch="w", again=True)
        if ready(fd, events):
            return True
        link.ask(op, key(fd), fds=(fd,), touch="w")
        return False

    def read(fd: int, size: int) -> bytes:
        decided = link.active and attend(fd, select.POLLIN, "readable")
        data = real_read(fd, size)
        if decided:
            link.decided(useful=bool(data))
        return data

    def write(fd: int, data: Any) -> int:
        if not link.active:
            return real_write(fd, data)
        decided = attend(fd, select.POLLOUT, "writable")
        count = real_write(fd, memoryview(data)[:PIPE_BUF])
        if decided:
            link.decided(useful=True)
        return count

    connection.Connection._recv.__defaults__ = (read,)
    connection.Connection._send.__defaults__ = (write,)
    link.read, link.write = read, write
    _replace_selector(link, connection)
    _replace_accept(link, connection)
    _replace_handing_on(link)


def _replace_selector(link: Link, connection: Any) -> None:
    import selectors

    base = connection._WaitSelector

    class Selector(base):
        """A poll selector whose waiting is the kernel's."""

        def select(self, timeout: float | None = None) -> Any:
            if not link.active:
                return super().select(timeout)
            keys = list(self.get_map().values())
            fds = [entry.fd for entry in keys]
            point = link.is_point()
            if point or not (found := super().select(0)):
                obj = key(fds[0]) if len(fds) == 1 else None
                wait = None if timeout is None else max(0.0, timeout)
                if wait == 0.0:
                    link.ask("look", obj, touch="r", fds=fds[:200], again=point)
                else:
                    link.ask("wait", obj, timeout=wait, fds=fds[:200], touch="r", again=point)
                found = super().select(0)
            else:
                link.decided(useful=False)
            return found

    Selector.__qualname__ = base.__qualname__
    connection._WaitSelector = Selector
    selectors.PollSelector = Selector
    selectors.DefaultSelector = Selector


def _replace_accept(link: Link, connection: Any) -> None:
    original = connection.SocketListener.accept

    def accept(self: Any) -> Any:
        if link.active:
            fd = self._socket.fileno()
            link.ask("accept", key(fd), fds=(fd,), touch="w")
        return original(self)

    connection.SocketListener.accept = accept


def _replace_handing_on(link: Link) -> None:
    """A connection that is sent to another process goes as a descriptor through a socket."""
    from multiprocessing import reduction

    real_receive, real_send = reduction.recvfds, reduction.sendfds

    def await_readable(fd: int) -> None:
        if link.active and not ready(fd, select.POLLIN):
            link.ask("readable", key(fd), fds=(fd,), touch="w")

    class Acknowledged:
        """A socket whose waiting for an answer is the kernel's: from 3.15 on there is one."""

        def __init__(self, sock: Any) -> None:
            self.sendmsg = sock.sendmsg
            self._sock = sock

        def recv(self, size: int) -> bytes:
            """Receive, when something is there."""
            await_readable(self._sock.fileno())
            return bytes(self._sock.recv(size))

    def recvfds(sock: Any, size: int) -> Any:
        await_readable(sock.fileno())
        return real_receive(sock, size)

    def sendfds(sock: Any, fds: Any) -> None:
        real_send(Acknowledged(sock), fds)

    reduction.recvfds, reduction.sendfds = recvfds, sendfds


class Stream(io.RawIOBase):
    """A descriptor as a file whose reads and writes wait under control; leaves it open."""

    def __init__(self, link: Link, fd: int) -> None:
        self._link = link
        self._fd = fd

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read what is there, at least one byte, or nothing at the end."""
        data = self._link.read(self._fd, len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def write(self, data: Any) -> int:
        """Write all of it."""
        left = memoryview(data)
        while left:
            left = left[self._link.write(self._fd, left) :]
        return len(data)

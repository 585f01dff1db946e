"""A process's link with the kernel: who its tasks are, and what they ask and tell, from where."""

from __future__ import annotations

import contextlib
import os
from _socket import (  # what socket.py puts around it costs each process more than it does itself
    AF_UNIX,
    SOCK_SEQPACKET,
    getdefaulttimeout,
    socket,
    socketpair,
)
from _thread import get_ident
from collections.abc import Callable, Sequence
from types import FrameType
from typing import Any

from . import wire
from .callsite import Locator
from .collecting import Rounds
from .exchange import WAITING, Exchange

DECISIONS = 8  # operations in a row that a process may decide by itself
LOCKS = 1000  # locks of threads that code of others may take in a row

SCENARIO = "scenario_"
"""The module that a check's scenario is run as: what it looks at is not the submission's look."""

LONGEST = 1e9  # virtual seconds of a time-out: who asks for more waits for ever

_getpid = os.getpid


def channel_of(fd: int) -> socket:
    """Return the task's end of a channel, which came as a descriptor."""
    return socket(AF_UNIX, SOCK_SEQPACKET, 0, fd)


def _is_connection(callee: FrameType) -> bool:
    return callee.f_code.co_qualname.startswith("_ConnectionBase.")


class Link:
    """Asks the kernel before whatever can affect another task; waits until it may go on."""

    def __init__(self, files: set[str]) -> None:
        self.locator = Locator(files)
        self.kernel = Exchange()
        self.garbage = Rounds()
        self.talking = {*WAITING, Link.request.__code__, Link.adopt.__code__}
        self.sockets: dict[int, socket] = {}  # by thread identifier
        self.numbers: dict[int, int] = {}  # task number by thread identifier
        self.active = False  # in the zygote, before a run, nothing is controlled
        self.detailed = False
        self.notes: list[list[Any]] = []
        self.lines = False  # whether lines are points
        self.exports = False  # whether the program reaches past the accessors of shared memory
        self.modules: frozenset[str] = frozenset()  # the names of the submission's
        self.children: dict[int, int] = {}  # pid -> task number of processes started here
        self.ended: dict[int, int] = {}  # the same of those that were waited for
        self.adopted: set[int] = set()  # those among them that the zygote forked
        self.served: set[int] = set()  # pids of those that a fork server forked
        self.idle = 0  # operations decided here, without the kernel, since the last request
        self.useful = False  # whether any of them got or gave something
        self.locks = 0  # taken in code that is not the submission's, since others were let go first
        self.named: Any = None  # naming.Names, when detailed
        self.starting: Any = None  # the Process or Thread that is being started
        self.pid = 0  # of this process
        self.process = 0  # task number of this process's first task
        self.counter = 0  # of thread locks that were ever waited for
        self.tracing: Any = None  # primitives.tracing.Tracing
        self.read: Any = None  # controlled reading and writing of a descriptor
        self.write: Any = None
        self.on_child: list[Any] = []  # called in a new process, without the kernel

    # --- asking

    def ask(
        self,
        op: str,
        obj: Any = None,
        arg: Any = None,
        *,
        timeout: float | None = None,
        fds: Sequence[int] = (),
        touch: str = "-",
        again: bool = False,
    ) -> Any:
        """Send one request and wait for the kernel's answer: the task is parked meanwhile.

        ``again`` makes a point of an operation that is not the first of its call.
        """
        self.garbage.asked()  # here and not in request(), where a task counts as parked
        frame, callee = self.locator.find()
        point = frame is not None and (self.locator.begins(callee) or again)
        return self.request(op, obj, arg, timeout, fds, touch, frame, callee, point)

    def on_connection(self) -> bool:
        """Say whether the submission itself called a Connection's method, not a queue's."""
        frame, callee = self.locator.find()
        return frame is not None and callee is not None and _is_connection(callee)

    def is_point(self) -> bool:
        """Say whether an operation here would be a point; counts as having seen the call."""
        if not self.active:
            return False
        frame, callee = self.locator.find()
        return frame is not None and self.locator.begins(callee)

    def request(
        self,
        op: str,
        obj: Any,
        arg: Any,
        timeout: float | None,
        fds: Sequence[int],
        touch: str,
        frame: FrameType | None,
        callee: FrameType | None,
        point: bool,
        site: list[Any] | None = None,
    ) -> Any:
        """Send a request whose place is already known; see ``ask``.

        ``site`` is file, line and function where no frame of the submission's is on the stack.
        """
        call = None
        if frame is not None:
            site = self.locator.place(frame)
            if self.named is not None:
                call = self.named.call(frame, callee)
            elif callee is not None:
                call = [callee.f_code.co_qualname.rpartition("<locals>.")[2], None, None]
        del frame, callee  # a parked task must keep no frame alive
        notes, self.notes = self.notes, []
        self.idle, self.useful = 0, False
        if timeout is not None:
            timeout = LONGEST if not timeout < LONGEST else max(0.0, timeout)  # NaN as well
        message = [op, point, obj, arg, timeout, call, site, notes, touch]
        return self.kernel.ask(self.own_socket(op), message, fds)

    def own_socket(self, op: str) -> socket:
        """Return the calling thread's socket. Raises RuntimeError where there is none."""
        channel = self.sockets.get(get_ident())
        if channel is None or self.pid != _getpid():
            raise RuntimeError(f"{op}: a thread or process that the grader does not control")
        return channel

    def is_parked(self, frame: FrameType | None) -> bool:
        """Say whether the thread with that frame talks to the kernel, or waits for its answer."""
        while frame is not None:
            if frame.f_code in self.talking:
                return True
            frame = frame.f_back
        return False

    def note(self, kind: str, obj: Any = None, value: Any = None) -> None:
        """Keep something that happened, to be sent with this process's next request."""
        if not self.active:
            return
        place = None
        frame, callee = self.locator.find()
        if frame is not None:
            place = self.locator.place(frame)
        call = self.named.call(frame, callee) if self.named is not None and frame else None
        self.notes.append([kind, obj, value, place, call])
        if len(self.notes) > 400:
            self.flush()

    def flush(self) -> None:
        """Send the notes now; the task is not parked by it."""
        if self.notes and self.active and get_ident() in self.sockets:
            self.request("notes", None, None, None, (), "-", None, None, False)

    def decided(self, *, useful: bool) -> None:
        """Count an operation that was decided here; after a few in a row let others run.

        If none of them was useful, this may be a spin: the kernel lets time move by it.
        """
        self.idle += 1
        self.useful = self.useful or useful
        if self.idle >= DECISIONS:
            self.ask("pause" if self.useful else "yield")

    def took_lock(self) -> None:
        """Count a thread's lock that is no point; code of others may go round a loop as well."""
        self.locks += 1
        if self.locks >= LOCKS and self.active and len(self.sockets) > 1:
            self.locks = 0
            self.ask("pause")

    # --- tasks

    def is_alone(self) -> bool:
        """Say whether this is the only task that there is: nobody can come in between."""
        return self.process == 0 and len(self.sockets) == 1 and not self.children

    def looked_at(self, pid: int) -> None:
        """Tell that the submission has learnt how a child ended that had failed."""
        frame, _ = self.locator.find()
        number = self.children.get(pid, self.ended.get(pid))
        if number is None or frame is None or frame.f_globals.get("__name__") == SCENARIO:
            return
        self.note("collected", f"task:{number}")

    def number(self) -> int:
        """Return the number of the task that runs here."""
        return self.numbers.get(get_ident(), -1)

    def socketpair(self) -> tuple[socket, socket]:
        """Return (kernel's end, the new task's end)."""
        pair = socketpair(AF_UNIX, SOCK_SEQPACKET)
        if getdefaulttimeout() is not None:  # the program has made it so
            for end in pair:
                end.settimeout(None)
        return pair

    def adopt(
        self,
        channel: socket,
        number: int,
        *,
        process: bool,
        greeted: Callable[[], object] | None = None,
    ) -> None:
        """Make the calling thread the task of that number: say hello and wait for the first grant.

        In a new process the other tasks' sockets, inherited from the parent, are closed first.
        ``greeted``: called when hello was said.
        """
        if process:
            for other in self.sockets.values():
                other.close()
            self.sockets.clear()
            self.numbers.clear()
            self.children = {}
            self.ended = {}
            self.adopted = set()
            self.served = set()
            self.notes = []
            self.pid = _getpid()
            self.process = number
            self.counter = 0
            self.kernel.begin_process()
            for hook in self.on_child:
                hook()
        self.sockets[get_ident()] = channel
        self.numbers[get_ident()] = number
        self.kernel.greet(channel, greeted)

    def refuse(self, channel: socket) -> None:
        """Tell the kernel that the system refused the new task that was announced."""
        channel.send(wire.encode(["refused", False, None, None, None, None, None, [], "-"]))
        channel.close()

    def leave(self) -> None:
        """Say goodbye for a thread that ends; it makes no request afterwards."""
        notes, self.notes = self.notes, []
        try:
            goodbye = wire.encode(["bye", False, None, None, None, None, None, notes, "-"])
        except ValueError:  # no plain data among the notes
            goodbye = b""
        closed = contextlib.suppress(OSError)  # the kernel sees the socket's end too
        # From here on nothing is made that could have garbage collected, which may ask.
        self.numbers.pop(get_ident(), None)
        channel = self.sockets.pop(get_ident())
        with closed:
            channel.send(goodbye)
        channel.close()

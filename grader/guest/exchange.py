"""What goes between a process and the kernel: a message, its answer, and the news that come along.

News are the kernel's time, children that have ended, and signals: a handler that is due while a
task waits for an answer runs when the answer has come.
"""

from __future__ import annotations

import os
from _socket import SCM_RIGHTS, SOL_SOCKET, socket
from _thread import get_ident
from array import array
from collections.abc import Callable, Sequence
from typing import Any

from . import collecting, wire

LOST_KERNEL = 70  # exit status when the kernel is gone: nobody is left to tell

ANNOUNCING = frozenset({"thread", "fork"})
"""Operations after which the kernel listens to nobody until the new task has begun.

What garbage leaves behind may ask, so none is collected from the kernel's leave to the start.
"""

UNDISTURBED = ANNOUNCING | {"spawn", "result", "notes", "new-sem", "new-memory", "wake"}
"""Requests after which no handler of a signal comes in between: what they began is to be ended."""

TAKEN_DOWN = frozenset({"acquire", "try-acquire", "release", "thread-lock"})
"""Requests after which whoever asked takes down what was granted, before any handler (``attend``).

A handler that came in between would find a lock that is held by nobody's word: it would wait for
itself, or come into what the lock protects.
"""

ON_ITS_WAY = 10_000  # times that others are let go first, until a signal that was sent is there

REPLY = 4096  # bytes of a reply at most: a bigger buffer would be a mapping of its own each time

HELLO = wire.encode(["hello", False, None, None, None, None, None, [], "-"])
"""The first request of every task."""

_os_exit = os._exit
_sched_yield = os.sched_yield


class Exchange:
    """Sends over the sockets of one process's tasks, and keeps what the answers tell."""

    def __init__(self) -> None:
        self.now = 0.0
        self.ended: set[int] = set()  # task numbers of children that have, and wait for a join
        self.main = 0  # the thread in which handlers of signals run
        self.signals: list[Callable[[], Any]] = []  # that came while it was parked: what to do
        self.signalled = ""  # the kernel's word that one was sent: "done", or "again" for a wait

    def begin_process(self) -> None:
        """Forget what was the parent's."""
        self.ended = set()
        self.main = get_ident()
        self.signals = []
        self.signalled = ""

    def greet(self, channel: socket, greeted: Callable[[], object] | None) -> None:
        """Say hello for a new task, and wait for its first turn."""
        try:
            channel.send(HELLO)
        except OSError:
            _os_exit(LOST_KERNEL)
        if greeted is not None:
            greeted()
        self._answer(channel)

    def ask(self, channel: socket, message: Any, fds: Sequence[int] = ()) -> Any:
        """Send the message with descriptors, wait for the answer, and return its value.

        Handlers of signals that came meanwhile run then; a wait that they cut short goes on.
        """
        while True:
            try:
                data = wire.encode(message)
            except ValueError:  # notes too long: they are for people, the request is not
                message[7] = [["cut", None, None]]
                data = wire.encode(message)
            asked = self.now
            try:
                if fds:
                    rights = [(SOL_SOCKET, SCM_RIGHTS, array("i", fds))]
                    channel.sendmsg([data], rights)
                else:
                    channel.send(data)
            except OSError:
                _os_exit(LOST_KERNEL)
            value = self._answer(channel, announcing=message[0] in ANNOUNCING)
            if not (self.signalled or self.signals) or message[0] in UNDISTURBED:
                return value
            if message[0] in TAKEN_DOWN and self.signalled != "again":
                return value
            if get_ident() != self.main or not self._handle_signals():
                return value
            message[7] = []
            if message[4] is not None:
                message[4] = max(0.0, message[4] - (self.now - asked))

    def attend(self) -> None:
        """Run the handlers that are due, now that what was granted is taken down."""
        if (self.signalled or self.signals) and get_ident() == self.main:
            self._handle_signals()

    def _handle_signals(self) -> bool:
        """Do what is to be done for signals; say whether the wait that they ended is to go on."""
        again, self.signalled = self.signalled == "again", ""
        for _ in range(ON_ITS_WAY):
            if self.signals:
                break
            _sched_yield()
        signals, self.signals = self.signals, []
        for handle in signals:
            handle()
        return again

    def _answer(self, channel: socket, *, announcing: bool = False) -> Any:
        """Wait for the kernel's answer, and return its value."""
        try:
            reply = channel.recv(REPLY)
        except OSError:
            _os_exit(LOST_KERNEL)
        if not reply:
            _os_exit(LOST_KERNEL)
        if announcing:
            collecting.forbid()
        value, self.now, *more = wire.decode(reply)
        if more:
            self.ended.update(more[0])
            self.signalled = more[1] or self.signalled
        return value


WAITING = frozenset(code.__code__ for code in (Exchange.greet, Exchange.ask, Exchange._answer))
"""The code that a thread is in while it talks to the kernel, or waits for its answer."""

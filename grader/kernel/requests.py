"""Receiving from a task, and checking the shape of everything that it says."""

from __future__ import annotations

import array
import select
import socket
import struct
from contextlib import suppress
from typing import NamedTuple, NoReturn

from grader.guest import wire
from grader.kernel.descriptors import close
from grader.kernel.errors import KernelFault, ProtocolBreach
from grader.model.operations import OWN_WORDS, REQUESTS, WITH_DESCRIPTORS
from grader.model.operations import Request as Asked
from grader.model.trace import Call, Failure, Json, Site

NO_REQUEST = "it sent a message that is no request"
MOST_FDS = 253
MOST_NOTES = 1000  # of one message that are looked at
_ANCILLARY = socket.CMSG_SPACE(MOST_FDS * 4) + socket.CMSG_SPACE(struct.calcsize("3i"))
_SOCKET, _RIGHTS = int(socket.SOL_SOCKET), int(socket.SCM_RIGHTS)
_CREDENTIALS = int(socket.SCM_CREDENTIALS)
_PIDFD = 4  # SCM_PIDFD
_CUT = int(socket.MSG_TRUNC | socket.MSG_CTRUNC)  # combining flags costs as much as a receive
_TOO_LONG = int(socket.MSG_TRUNC)
TICK_MILLISECONDS = 100  # that a receive waits
_AT_ONCE = int(socket.MSG_DONTWAIT)
_NAMES = (34, 76)  # SO_PASSSEC, SO_PASSPIDFD: what else the system could send along
REMEMBERED = 1000  # requests by their bytes; a loop, and the next run, asks for the same again
SHORT = 500  # bytes of a request that is remembered
_unpacked_credentials = struct.Struct("3i").unpack


class Request(NamedTuple):
    """One request of a task; see ``wire.REQUEST_FIELDS``."""

    op: Asked
    point: bool
    obj: Json
    arg: Json
    timeout: float | None
    call: Json
    site: Site | None
    notes: list[Json]
    touch: str
    alike: int  # the same number: equal but for the sender; 0: not compared with others
    fds: tuple[int, ...]
    pid: int  # of the sender, told by the system


def prepare(channel: socket.socket) -> None:
    """Have the system tell with each message who has sent it, and nothing else."""
    channel.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
    for option in _NAMES:
        with suppress(OSError):  # a system that does not know it
            channel.setsockopt(socket.SOL_SOCKET, option, 0)


class Mailbox:
    """Receives requests, of one run after another; what it has checked once it knows again."""

    def __init__(self) -> None:
        self._buffer = bytearray(wire.LIMIT)
        self._known: dict[bytes, Request] = {}
        self._last = 0

    def receive(self, channel: socket.socket) -> Request | None:
        """Return the next request, or None at the end of the channel.

        Raises BlockingIOError when nothing came within a tick, ProtocolBreach for a message that
        is none; descriptors that came with it are then closed. What the process that made the
        channel may have set for it decides nothing here: it never waits in the receive itself.
        """
        poller = select.poll()
        poller.register(channel, select.POLLIN)
        if not poller.poll(TICK_MILLISECONDS):
            raise BlockingIOError
        try:
            size, ancillary, flags, _ = channel.recvmsg_into([self._buffer], _ANCILLARY, _AT_ONCE)
        except ConnectionResetError:
            return None
        fds: tuple[int, ...] = ()
        pid, strange = 0, False
        for level, kind, content in ancillary:
            if level != _SOCKET:
                continue
            if kind == _RIGHTS:
                received = array.array("i")
                received.frombytes(content[: len(content) - len(content) % received.itemsize])
                fds = tuple(received)
            elif kind == _CREDENTIALS:
                pid = _unpacked_credentials(content)[0]
            else:
                strange = True
                if kind == _PIDFD and len(content) == array.array("i").itemsize:
                    close(array.array("i", content))
        if not size:
            close(fds)
            return None
        try:
            if flags & _CUT or strange:
                _refuse(channel, flags, strange)
            data = bytes(memoryview(self._buffer)[:size])
            if not fds and (known := self._known.get(data)) is not None:
                return Request._make((*known[:-1], pid))
            request = _request(data, fds, pid)
        except (ProtocolBreach, KernelFault):
            close(fds)
            raise
        except ValueError:
            close(fds)
            raise ProtocolBreach(NO_REQUEST) from None
        if not (fds or request.notes or size > SHORT or request.op in OWN_WORDS):
            request = self._remember(data, request)
        return request

    def _remember(self, data: bytes, request: Request) -> Request:
        if len(self._known) >= REMEMBERED:
            self._known.clear()
        self._last += 1
        known = self._known[data] = request._replace(alike=self._last)
        return known


def _refuse(channel: socket.socket, flags: int, strange: bool) -> NoReturn:
    """Say why a message that did not come as it was sent is none."""
    if flags & _TOO_LONG:
        raise ProtocolBreach("it sent a message that is too long")
    if strange or any(_is_set(channel, option) for option in _NAMES):
        raise ProtocolBreach("it had the system send more than who speaks")
    raise KernelFault("the grader has no room for more descriptors: raise its limit (ulimit -n)")


def _is_set(channel: socket.socket, option: int) -> bool:
    try:
        return bool(channel.getsockopt(socket.SOL_SOCKET, option))
    except OSError:  # a system that does not know it
        return False


def _request(data: bytes, fds: tuple[int, ...], pid: int) -> Request:
    message = wire.decode(data)
    if not (isinstance(message, list) and len(message) == len(wire.REQUEST_FIELDS)):
        raise ProtocolBreach(NO_REQUEST)
    op, point, obj, arg, timeout, call, place, notes, touch = message
    known = REQUESTS.get(op) if isinstance(op, str) else None
    if known is None:
        raise ProtocolBreach("it asked for an operation that does not exist")
    if touch not in ("r", "w", "-") or not isinstance(notes, list):
        raise ProtocolBreach(NO_REQUEST)
    if fds and known not in WITH_DESCRIPTORS:
        raise ProtocolBreach("it sent descriptors that nobody asked for")
    if timeout is not None:
        if type(timeout) not in (int, float) or not 0 <= timeout <= 1e10:
            raise ProtocolBreach("it asked for a time-out that is out of range")
        timeout = float(timeout)
    notes, place = notes[:MOST_NOTES], site(place)
    return Request(known, bool(point), obj, arg, timeout, call, place, notes, touch, 0, fds, pid)


def site(place: Json) -> Site | None:
    """Return a place from [file, line, function], or None."""
    if not (isinstance(place, list) and len(place) == 3):
        return None
    file, line, function = place
    if isinstance(file, str) and type(line) is int and isinstance(function, str):
        return Site(file[:200], max(0, min(line, 10**7)), function[:100])
    return None


def call(value: Json) -> tuple[str, Json, str, Json] | None:
    """Return (method, raw key of its target, text, name of the target), or None."""
    if not isinstance(value, list) or len(value) not in (3, 4):
        return None
    method, key, text = value[:3]
    if not isinstance(method, str):
        return None
    name = value[3] if len(value) == 4 else None
    return method[:100], key, text[:200] if isinstance(text, str) else "", name


def failure(value: Json) -> Failure:
    """Return an exception that a task told of."""
    if not isinstance(value, dict):
        return Failure("exception", "")
    places = value.get("traceback")
    frames = [site(place) for place in places] if isinstance(places, list) else []
    return Failure(
        str(value.get("type", "exception"))[:100],
        str(value.get("message", ""))[:2000],
        tuple(frame for frame in frames if frame is not None),
    )


def text_of(value: Json, limit: int = 60) -> str:
    """Return a text that came from the sandbox, or an empty one."""
    return value[:limit] if isinstance(value, str) else ""


def make_call(method: str, target: str | None, text: str) -> Call:
    """Return a call; without a text its method stands for it."""
    return Call(method, target, text or method.rpartition(".")[2] + "()")

"""What a task says is checked once: the same bytes are known again."""

from __future__ import annotations

import json
import os
import resource
import socket
import struct
from collections.abc import Iterator, Sequence
from contextlib import suppress

import pytest

from grader.kernel import descriptors, requests
from grader.kernel.errors import KernelFault, ProtocolBreach


class Ends:
    """A mailbox, and the end that a task would have."""

    def __init__(self, ours: socket.socket, theirs: socket.socket) -> None:
        self.mailbox = requests.Mailbox()
        self.ours, self.theirs = ours, theirs

    def says(
        self, op: str, *, obj: object = None, notes: Sequence[object] = ()
    ) -> requests.Request:
        message = [op, True, obj, None, None, None, ["p.py", 3, "main"], list(notes), "w"]
        self.theirs.send(json.dumps(message).encode())
        request = self.mailbox.receive(self.ours)
        assert request is not None
        return request


@pytest.fixture
def ends() -> Iterator[Ends]:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    requests.prepare(ours)
    with ours, theirs:
        yield Ends(ours, theirs)


def test_the_same_request_is_known_again(ends: Ends) -> None:
    first, second, other = (
        ends.says("acquire", obj=0),
        ends.says("acquire", obj=0),
        ends.says("value"),
    )
    assert first == second
    assert first.pid == os.getpid()
    assert (first.alike, second.alike, other.alike) == (1, 1, 2)


@pytest.mark.parametrize(
    ("op", "notes"), [("result", []), ("wake", []), ("acquire", [["sent", "fd:1:w", None]])]
)
def test_what_is_said_once_is_not_kept(ends: Ends, op: str, notes: list[object]) -> None:
    assert [ends.says(op, notes=notes).alike for _ in range(2)] == [0, 0]


def test_what_is_no_request_is_none_the_second_time_too(ends: Ends) -> None:
    for _ in range(2):
        with pytest.raises(ProtocolBreach, match="it asked for an operation that does not exist"):
            ends.says("give-points")


def test_somebody_who_never_says_the_same_fills_no_memory(ends: Ends) -> None:
    numbers = [ends.says("acquire", obj=n).alike for n in range(requests.REMEMBERED + 1)]
    assert numbers == list(range(1, requests.REMEMBERED + 2))
    assert ends.says("acquire", obj=requests.REMEMBERED).alike == requests.REMEMBERED + 1
    assert ends.says("acquire", obj=0).alike == requests.REMEMBERED + 2, "forgotten by then"


def test_a_receive_never_waits_whatever_the_channel_s_maker_has_set(ends: Ends) -> None:
    ends.ours.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", 0, 0))
    with pytest.raises(BlockingIOError):
        ends.mailbox.receive(ends.ours)


@pytest.fixture
def room(ends: Ends) -> Iterator[None]:
    """No room for more than five descriptors beside those that are open."""
    with open(os.devnull) as last:
        free = last.fileno()
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (free + 5, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


@pytest.mark.usefixtures("room")
def test_no_room_for_descriptors_is_no_tampering(ends: Ends) -> None:
    message = ["readable", True, "fd:1:r", None, None, None, None, [], "r"]
    socket.send_fds(ends.theirs, [json.dumps(message).encode()], [0] * 10)
    before = os.listdir("/proc/self/fd")
    with pytest.raises(KernelFault, match="the grader has no room for more descriptors"):
        ends.mailbox.receive(ends.ours)
    assert os.listdir("/proc/self/fd") == before


def test_the_last_copy_of_a_connection_is_closed_without_waiting() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        client = socket.create_connection(server.getsockname())
        other, _ = server.accept()
    forever = struct.pack("ii", 1, 30_000)
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, forever)
    client.setblocking(False)
    with suppress(BlockingIOError):
        while True:
            client.send(b"x" * 65536)
    descriptors.close([client.detach()])  # else this takes eight hours
    other.close()

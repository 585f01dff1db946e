"""What a task says is checked once: the same bytes are known again."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator, Sequence

import pytest

from grader.kernel import requests
from grader.kernel.errors import ProtocolBreach


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

"""The kernel's side of the floor: bare forks and messages, nothing decided, nothing recorded."""

from __future__ import annotations

import array
import json
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from grader.kernel.sandbox import Sandbox
from grader.settings import Settings

ENTRY = Path(__file__).with_name("bare.py")


class Floor:
    """A bare zygote in a sandbox like the engine's."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.channel = sandbox.socket
        self.imported = int(self.channel.recv(100))  # modules that are in the zygote

    def run(self, counts: Sequence[int]) -> None:
        """Fork a root and its children, answer so many messages of each, and wait for the end."""
        pairs = [socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET) for _ in counts]
        fds = array.array("i", [theirs.fileno() for _, theirs in pairs])
        rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, fds)]
        self.channel.sendmsg([json.dumps(list(counts)).encode()], rights)
        for (ours, theirs), count in zip(pairs, counts, strict=True):
            theirs.close()
            for _ in range(count):
                ours.recv(65536)
                ours.send(b"[true,0.0]")
            ours.close()
        self.channel.recv(1)

    def plainly(self, source: str) -> None:
        """Run a program's main() as CPython does, and wait for its end."""
        self.channel.send(json.dumps(source).encode())
        self.channel.recv(1)


@contextmanager
def floor(settings: Settings, modules: Sequence[str]) -> Iterator[Floor]:
    """Yield a floor whose zygote has imported the modules."""
    with Sandbox(settings, entry=str(ENTRY), config={"modules": list(modules)}) as sandbox:
        yield Floor(sandbox)

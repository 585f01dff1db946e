"""What is left when a sandbox ends, however it ends: nothing."""

from __future__ import annotations

import json
import os
import secrets
import select
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .conftest import HERE, PROJECT, WAYS, Way
from .hostile import DAEMON, DAEMONS, MESS, outer_pid


def wait_for_end(pidfd: int) -> None:
    select.select([pidfd], [], [])
    os.close(pidfd)


def has_ended(pidfd: int) -> bool:
    ended = bool(select.select([pidfd], [], [], 0)[0])
    os.close(pidfd)
    return ended


def mounts() -> str:
    return Path("/proc/self/mountinfo").read_text()


class TestTheEnd:
    def test_leaves_no_process(self, way: Way, boxes: Callable[..., Any]) -> None:
        with boxes(way) as box:
            watched = {"zygote": os.pidfd_open(box.sandbox.pid)}
            for kind, before in DAEMONS.items():
                inner = box.ask(DAEMON.format(before=before))
                watched[kind] = os.pidfd_open(outer_pid(box.sandbox, inner))
        assert [kind for kind, pidfd in watched.items() if not has_ended(pidfd)] == []

    def test_leaves_no_mount_and_no_file(
        self, way: Way, boxes: Callable[..., Any], temporary: Path
    ) -> None:
        before = mounts()
        name = f"grader-test-{secrets.token_hex(8)}"
        with boxes(way) as box:
            box.ask(MESS.format(name=name))
            assert os.path.exists(f"/dev/shm/{name}") != box.protects("files")
            assert [*temporary.glob(f"grader-*/work/{'deep' * 60}")] or box.protects("files")
        assert [*temporary.iterdir()] == []
        assert not os.path.exists(f"/dev/shm/{name}")
        assert mounts() == before

    def test_comes_when_the_zygote_ends(
        self, way: Way, boxes: Callable[..., Any], temporary: Path
    ) -> None:
        with boxes(way) as box:
            daemon = os.pidfd_open(outer_pid(box.sandbox, box.ask(DAEMON.format(before="pass"))))
            os.kill(box.sandbox.pid, signal.SIGKILL)
            assert box.sandbox.socket.recv(1) == b""
            wait_for_end(daemon)
        assert [*temporary.iterdir()] == []

    def test_comes_even_if_the_supervisor_is_killed(
        self, way: Way, boxes: Callable[..., Any], temporary: Path
    ) -> None:
        with boxes(way) as box:
            daemon = os.pidfd_open(outer_pid(box.sandbox, box.ask(DAEMON.format(before="pass"))))
            zygote = os.pidfd_open(box.sandbox.pid)
            box.sandbox._launcher.kill()
            wait_for_end(zygote)  # without anybody's help
        assert has_ended(daemon)
        assert [*temporary.iterdir()] == []

    def test_comes_when_the_grader_is_killed(
        self, way: Way, python: Callable[[Way], str], temporary: Path
    ) -> None:
        before = mounts()
        command = [sys.executable, str(HERE / "parent.py"), python(way), way.settings.isolation]
        environment = {**os.environ, "PYTHONPATH": str(PROJECT), "TMPDIR": str(temporary)}
        with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as grader:
            assert grader.stdout is not None
            pids = json.loads(grader.stdout.readline())
            watched = [os.pidfd_open(pid) for pid in pids]
            grader.kill()
        for pidfd in watched:  # zygote, daemon, supervisor: the last one has cleaned up
            wait_for_end(pidfd)
        assert [*temporary.iterdir()] == []
        assert mounts() == before

    def test_may_be_asked_for_twice(self, boxes: Callable[..., Any]) -> None:
        with boxes(WAYS["off"]) as box:
            box.sandbox.close()
            box.sandbox.close()

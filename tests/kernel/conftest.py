"""The ways in which a sandbox can be had on this machine, and a sandbox to ask things in."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from grader.kernel.isolation import STEPS
from grader.kernel.launching import GUEST
from grader.kernel.sandbox import Sandbox
from grader.settings import Settings

HERE = Path(__file__).parent
PROJECT = GUEST.parent.parent


@dataclass(frozen=True)
class Way:
    """How to make a sandbox, and what isolation must come of it."""

    settings: Settings = field(default_factory=Settings)
    weaker: str = ""  # see weaker.py
    everybodys: bool = False  # needs an interpreter that every user can read
    protects: tuple[str, ...] = tuple(STEPS)


WAYS = {
    "all": Way(Settings(isolation="require")),
    "container": Way(Settings(isolation="require"), "container"),
    "nobody": Way(Settings(isolation="require"), "nobody", everybodys=True),
    "own-user": Way(weaker="container+no-namespaces", everybodys=True, protects=("user",)),
    "nothing": Way(weaker="nobody+no-namespaces", everybodys=True, protects=()),
    "off": Way(Settings(isolation="none"), protects=()),
}


@dataclass
class Box:
    """A sandbox whose zygote is agent.py."""

    way: Way
    sandbox: Sandbox

    def ask(self, source: str) -> Any:
        """Run a source text in a child of the zygote; return its `answer`, or raise its error."""
        self.sandbox.socket.send(source.encode())
        words = json.loads(self.sandbox.socket.recv(65536))
        if "error" in words:
            raise AssertionError(words["error"])
        return words["answer"]

    def error(self, source: str) -> str:
        """Run a source text that must fail; return "Type: message"."""
        self.sandbox.socket.send(source.encode())
        words = json.loads(self.sandbox.socket.recv(65536))
        assert "error" in words, f"worked, with {words['answer']!r}"
        error: str = words["error"]
        return error

    def protects(self, step: str) -> bool:
        return self.sandbox.isolation.protects(step)


@pytest.fixture(scope="session")
def python(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Way], str]:
    """The interpreter for a way: one that becomes weaker as it starts."""

    def make(way: Way) -> str:
        if way.settings.isolation == "require" and not has_namespaces(way):
            pytest.skip("this machine allows no namespaces")
        if not way.weaker:
            return sys.executable
        if os.geteuid() != 0:
            pytest.skip("only the superuser can become weaker")
        target = everybodys_python() if way.everybodys else sys.executable
        script = tmp_path_factory.mktemp("python") / "python"
        words = [sys.executable, "-IS", str(HERE / "weaker.py"), way.weaker, target]
        script.write_text(
            f"#!{sys.executable} -IS\nimport os, sys\n"
            f"os.execv({words[0]!r}, [*{words!r}, *sys.argv[1:]])\n"
        )
        script.chmod(0o755)
        return str(script)

    return make


def has_namespaces(way: Way) -> bool:
    """Whether the system allows them, as another program finds."""
    user = ["--map-root-user"] if way.weaker or os.geteuid() != 0 else []
    command = ["unshare", *user, "--mount", "--pid", "--fork", "--net"]
    command += ["mount", "-t", "tmpfs", "none", "/mnt"]
    return subprocess.run(command, check=False, stderr=subprocess.DEVNULL).returncode == 0


def everybodys_python() -> str:
    """An interpreter that an ordinary user can read, as well as these tests; or skip."""
    path = shutil.which("python3", path="/usr/bin:/usr/local/bin")
    version = [path or "false", "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]
    if subprocess.run(version, check=False).returncode or path is None:
        pytest.skip("no Python for everybody on this machine")
    agent = HERE / "agent.py"
    if not all(place.stat().st_mode & stat.S_IROTH for place in (agent, *agent.parents)):
        pytest.skip("the project is not for everybody on this machine")
    return path


@pytest.fixture(scope="session")
def boxes(python: Callable[[Way], str]) -> Callable[..., Any]:
    """Makes a Box: `with boxes(way) as box`, with more options for Sandbox."""

    @contextmanager
    def make(way: Way, **options: Any) -> Iterator[Box]:
        if "python" not in options:
            options["python"] = python(way)
        settings = options.pop("settings", way.settings)
        with Sandbox(settings, entry=str(HERE / "agent.py"), **options) as sandbox:
            assert sandbox.socket.recv(100) == b"ready"
            yield Box(way, sandbox)

    return make


@pytest.fixture(scope="session", params=WAYS)
def way(request: pytest.FixtureRequest) -> Way:
    """Every way of making a sandbox."""
    chosen: Way = WAYS[request.param]
    return chosen


@pytest.fixture(scope="session")
def box(way: Way, boxes: Callable[..., Any]) -> Iterator[Box]:
    """One sandbox for all questions that leave nothing behind."""
    with boxes(way) as made:
        yield made

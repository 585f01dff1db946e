"""A class of one exercise, and what an attacker may know of this machine."""

from __future__ import annotations

import os
import secrets
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.course.course import Exercise, load_course
from tests.hostile.attack import CHECKS, SECRET

TOP = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def exercise(tmp_path_factory: pytest.TempPathFactory) -> Exercise:
    """The exercise that is attacked."""
    folder = tmp_path_factory.mktemp("course") / "exercises" / "01_count"
    folder.mkdir(parents=True)
    (folder / "README.md").write_text("# Counting together\n")
    (folder / "checks.py").write_text(CHECKS)
    (folder / "count.py").write_text("def count():\n    raise NotImplementedError('TODO count')\n")
    return load_course(folder.parent).exercises[0]


@pytest.fixture(scope="session")
def known(exercise: Exercise, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A line of Python that tells the attacker all about this machine but the secret itself."""
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.socket(socket.AF_UNIX) as abstract,
    ):
        name = f"grader-test-{secrets.token_hex(4)}"
        abstract.bind(f"\0{name}")
        abstract.listen()
        facts = {
            "project": str(TOP),
            "checks": str(exercise.checks),
            "class": str(tmp_path_factory.getbasetemp()),
            "home": [os.path.expanduser(f"~/{file}") for file in (".ssh", ".bashrc")],
            "pid": os.getpid(),
            "prefix": sys.base_prefix,
            # A pattern, so that who looks for the word does not find what it was told.
            "secret": "".join(f"[{letter}]" for letter in SECRET),
            "port": server.getsockname()[1],
            "abstract": name,
        }
        yield f"KNOWN = {facts!r}\n"


@pytest.fixture
def marks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The marks of all sandboxes of a test, which their processes have in their environment."""
    made: list[str] = []
    token = secrets.token_hex

    def recorded(size: int) -> str:
        made.append(token(size))
        return made[-1]

    monkeypatch.setattr(secrets, "token_hex", recorded)
    return made


def survivors(marks: list[str]) -> list[int]:
    """Return the processes that bear one of the marks."""
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            environment = Path(f"/proc/{pid}/environ").read_bytes()
        except OSError:
            continue
        if any(mark.encode() in environment for mark in marks):
            found.append(int(pid))
    return found

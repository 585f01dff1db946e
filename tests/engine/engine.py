"""Running small programs on the real engine."""

from __future__ import annotations

import random
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from grader.kernel.controller import Controller
from grader.model.program import Program
from grader.model.trace import Option, Trace
from grader.settings import Settings

PROGRAMS = Path(__file__).parent / "programs"
VERSIONS = ("3.11", "3.12", "3.13", "3.14", "3.15")
HEAD = """
import os, sys, time, threading, signal
from multiprocessing import *
def boom(x):
    raise ValueError(f"no {x}")
"""
"""How a small program begins that needs many things."""


@cache
def interpreter(version: str) -> str | None:
    """Return the path of a CPython of that version, or None."""
    candidates = [shutil.which(f"python{version}")]
    candidates += map(str, Path("~/.pyenv/versions").expanduser().glob(f"{version}.*/bin/python"))
    for path in filter(None, candidates):
        asked = [path, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
        answer = subprocess.run(asked, capture_output=True, text=True, check=False)
        if answer.stdout.strip() == version:
            return path
    return None


def first(options: tuple[Option, ...]) -> int:
    """Pick the default at every step."""
    return 0


@contextmanager
def program(
    source: str, function: str = "main", *, python: str | None = None, **options: Any
) -> Iterator[Controller]:
    """Yield a controller of a program, given as source text or as a name in programs/."""
    if "\n" not in source:
        source = (PROGRAMS / f"{source}.py").read_text()
    settings = options.pop("settings", Settings())
    settings = settings.with_("the test", start_method=options.pop("start_method", None))
    with Controller(Program("p.py", source, function, **options), settings, python=python) as made:
        yield made


def run(source: str, function: str = "main", **options: Any) -> Trace:
    """Run a program once under its default schedule, with details."""
    clock, switch_at = options.pop("clock", "patient"), options.pop("switch_at", "calls")
    with program(source, function, **options) as controller:
        return controller.run(first, clock=clock, switch_at=switch_at, detailed=True)


def blocked(trace: Trace) -> dict[str, tuple[int, str]]:
    """Return line and call of each blocked task that is within the submission's code."""
    return {
        task.name: (task.pending.site.line, task.pending.call.text)
        for task in trace.tasks
        if task.state == "blocked" and task.pending and task.pending.site and task.pending.call
    }


def events(trace: Trace, kind: str) -> list[Any]:
    """Return the values of all events of a kind, in order."""
    return [event.value for step in trace.steps for event in step.events if event.kind == kind]


def is_deadlock(trace: Trace) -> bool:
    """Say whether a run ended in a deadlock."""
    return trace.status == "deadlock"


class Dice:
    """Picks by chance, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def __call__(self, options: tuple[Option, ...]) -> int:
        return self.random.randrange(len(options))

"""What a child has of its parent, plainly and under control: the same by each start method.

Each program runs by this interpreter as a file, as anybody would run it, and on the engine; what it
returns or raises, and the lines that it prints with "say", must be the same.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from grader.model.trace import Trace
from tests.engine.children import FOOT, HEAD, PROGRAMS
from tests.engine.engine import run

METHODS = ("fork", "spawn", "forkserver")


def plainly(source: str, method: str, folder: Path) -> tuple[Any, list[str]]:
    file = folder / "p.py"
    file.write_text(HEAD + source + FOOT)
    command = [sys.executable, str(file), method]
    ended = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, cwd=folder, check=False
    )
    lines = ended.stdout.splitlines()
    told = [line for line in lines if line.startswith("RESULT ")]
    assert told, ended.stderr
    return json.loads(_bare(told[0].removeprefix("RESULT "))), _said(lines)


def controlled(source: str, method: str) -> tuple[Any, list[str]]:
    trace = run(HEAD + source, start_method=method)
    return json.loads(_bare(json.dumps(_seen(trace)))), _said(trace.output.splitlines())


def _seen(trace: Trace) -> list[Any]:
    if trace.status == "raised" and trace.failure is not None:
        return ["raised", f"{trace.failure.type}: {trace.failure.message}"]
    # A child that failed is a fault for the engine, and nothing to the program that goes on.
    assert trace.status in ("returned", "crashed"), trace.output
    return ["returned", trace.value]


def _bare(text: str) -> str:
    """Return a text without addresses, and without the name that the module has in each place."""
    return re.sub(r" at 0x[0-9a-f]+", "", re.sub(r"\b(__main__|__mp_main__|p)\.", "", text))


def _said(lines: list[str]) -> list[str]:
    return [line for line in lines if line.startswith("say")]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("name", PROGRAMS)
def test_a_child_has_of_its_parent_what_it_has_plainly(
    name: str, method: str, tmp_path: Path
) -> None:
    assert controlled(PROGRAMS[name], method) == plainly(PROGRAMS[name], method, tmp_path)

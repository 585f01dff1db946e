"""What was called otherwise before is still understood."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from grader import cli
from tests.small_course import RACY


def explored(path: Path, capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, Any]:
    """Return what is told of a program, but for how long it took."""
    assert cli.run(["explore", f"{path}:count", "--json", "--schedules", "6", *options]) == 1
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    return {key: value for key, value in told.items() if key != "seconds"}


@pytest.mark.parametrize(("where", "letter"), [("lines", "l"), ("calls", "c")])
def test_points_says_where_processes_are_switched(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], where: str, letter: str
) -> None:
    program = tmp_path / "count.py"
    program.write_text(RACY)
    before = explored(program, capsys, "--points", where)
    assert before["finding"]["replay"][3] == letter
    assert before == explored(program, capsys, "--switch-at", where)


def test_points_takes_the_same_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["explore", str(tmp_path / "count.py"), "--points", "never"]) == 2
    assert "'never' is not one of 'auto', 'calls', 'lines'" in capsys.readouterr().err

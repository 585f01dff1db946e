"""A checks.py as it is written: which function is a scenario, and what is asked for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from grader.checks.declare import CheckError
from grader.checks.source import parse_checks, read_checks

TEXT = """\
import grader
from grader import check, scenario

@scenario
def bare(student): ...

@scenario(schedules=3)
def called(student):
    return student.sell_all(3)

@grader.scenario(points="lines")
def dotted(student):
    return helper(student, 3)

@functools.cache
def helper(student, number):
    return getattr(student, "PRICE") * number

@check(bare, points=1)
def test_scenario(run):
    assert run.status

@grader.check(dotted)
def test_other(run, scenario):
    assert scenario.value

@scenario_of_another("scenario")
def neither(): ...
"""


def test_a_decorator_tells_what_a_function_is_however_it_is_written() -> None:
    assert parse_checks(TEXT, Path("checks.py")).scenarios == ("bare", "called", "dotted")


def test_asked_for_is_what_scenarios_and_helpers_take_and_nothing_of_a_judgement() -> None:
    assert parse_checks(TEXT, Path("checks.py")).asked == {"sell_all", "PRICE"}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"x = 1\ndef (:", r"checks\.py:2: syntax error: invalid syntax"),
        (b"x = '\xff'", r"checks\.py can't be read: 'utf-8' codec can't decode byte 0xff.*"),
        (b"x = '\0'", r"checks\.py: syntax error: .*null bytes.*"),
        (None, r"checks\.py can't be read: .*No such file.*"),
    ],
)
def test_what_is_no_python_is_told_with_its_place(
    tmp_path: Path, data: bytes | None, message: str
) -> None:
    path = tmp_path / "checks.py"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(CheckError) as caught:
        read_checks(path)
    assert re.fullmatch(f"{re.escape(str(tmp_path))}/{message}", str(caught.value))

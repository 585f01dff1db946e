"""The page for authors says what there is, all of it and nothing else."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import grader
from grader.checks import Run, check, scenario
from grader.course.starter import starter_files
from grader.model.finding import Cause

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "exercises" / "README.md").read_text("utf-8")


def part(heading: str) -> str:
    """Return what stands below a heading, up to the next one of its kind."""
    return PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def options(function: Callable[..., Any]) -> list[str]:
    kinds = inspect.signature(function).parameters.values()
    return [one.name for one in kinds if one.kind is inspect.Parameter.KEYWORD_ONLY]


def test_the_example_is_what_grader_new_writes() -> None:
    """And what that writes is proved, in tests/commands/test_new.py."""
    shown = dict(re.findall(r"^\*\*([\w./]+)\*\*\n\n```\w+\n(.*?)```$", PAGE, re.MULTILINE | re.DOTALL))
    *files, wrong = starter_files("30_topic", "topic").items()
    assert shown == dict(files)
    path, text = wrong
    head = "".join(text.splitlines(keepends=True)[:2])
    assert f"**{path}** is the reference without" in PAGE
    assert f"```python\n{head}```" in PAGE
    reference = dict(files)["solutions/30_topic/topic.py"].splitlines()
    rest = text.removeprefix(head).splitlines()
    assert [line.strip() for line in reference if line not in rest] == [
        "with total.get_lock():",
        "total.value += amount",
    ]


def test_every_option_is_told_in_its_order() -> None:
    told = re.compile(r"^\| `(\w+)=", re.MULTILINE)
    assert told.findall(part("A scenario")) == options(scenario)
    assert told.findall(part("A check")) == options(check)


def test_everything_that_a_run_tells_is_told() -> None:
    there = {name for name in vars(Run) if not name.startswith("_")}
    assert set(re.findall(r"`run\.(\w+)", part("What a run tells"))) == there


def test_every_cause_is_told() -> None:
    assert re.findall(r"`([\w-]+)`[,.]", part("Causes")) == list(get_args(Cause))


def test_every_name_that_a_checks_file_may_import_is_told() -> None:
    seen = {"CallSeen", "EventSeen", "StepSeen", "Stay"}  # in the file that the page links to
    assert [name for name in grader.__all__ if name not in seen and name not in PAGE] == []

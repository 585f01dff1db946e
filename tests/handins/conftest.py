"""Exercises, and an empty folder for what a class hands in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from grader.course.course import Exercise, load_course
from tests.handins.room import SKELETONS


@pytest.fixture
def exercises(tmp_path: Path) -> Sequence[Exercise]:
    for name, (file, skeleton) in SKELETONS.items():
        folder = tmp_path / "exercises" / name
        folder.mkdir(parents=True)
        (folder / "README.md").write_text(f"# {name}\n")
        (folder / "checks.py").write_text("")
        (folder / file).write_text(skeleton)
    return load_course(tmp_path / "exercises").exercises


@pytest.fixture
def room(tmp_path: Path) -> Path:
    folder = tmp_path / "class"
    folder.mkdir()
    return folder

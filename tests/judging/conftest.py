"""The toy course's exercise."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.course.course import Exercise, load_course
from tests.judging.toy import make_course


@pytest.fixture
def exercise(tmp_path: Path) -> Exercise:
    (found,) = load_course(make_course(tmp_path)).exercises
    return found

"""What tests of several folders share."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from grader.course.course import Course, load_course
from tests.engine.engine import VERSIONS, interpreter
from tests.small_course import make_course

# The same examples in every run, and no time-out: how busy the machine is says nothing.
settings.register_profile("same", derandomize=True, deadline=None, database=None)
settings.load_profile("same")

QUICK = ("checks/", "handins/", "model/", "report/", "search/", "diagnosis/")
"""Where tests look at plain data: no run is made for them."""

NOT_QUICK = (
    *("report/test_browser.py", "handins/test_notebook_runs.py", "search/test_explore.py"),
    *("diagnosis/test_real_programs.py", "report/test_steps.py"),
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the first tier of tests: ``pytest -m quick``."""
    for item in items:
        place = item.path.relative_to(Path(__file__).parent).as_posix()
        if place.startswith(QUICK) and place not in NOT_QUICK:
            item.add_marker(pytest.mark.quick)


@pytest.fixture(params=VERSIONS)
def python(request: pytest.FixtureRequest) -> str:
    """The path of each supported interpreter; skips where this machine has none."""
    found = interpreter(request.param)
    if found is None:
        pytest.skip(f"no CPython {request.param} on this machine")
    return found


@pytest.fixture
def temporary(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for temporary files, for this test alone and for every user."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o1777)
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A course of two exercises, in the test's folder."""
    return load_course(make_course(tmp_path, "01_count", "02_add"))

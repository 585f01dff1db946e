"""What tests of several folders share."""

from __future__ import annotations

import pytest

from tests.engine.engine import VERSIONS, interpreter


@pytest.fixture(params=VERSIONS)
def python(request: pytest.FixtureRequest) -> str:
    """The path of each supported interpreter; skips where this machine has none."""
    found = interpreter(request.param)
    if found is None:
        pytest.skip(f"no CPython {request.param} on this machine")
    return found

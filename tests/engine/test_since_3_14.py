"""What CPython has since 3.14 and 3.15, under control."""

from __future__ import annotations

import sys

import pytest

from tests.engine.engine import run

BROKEN = ["BrokenProcessPool"] * 3
EXPECTED = {
    "terminate_workers": BROKEN,
    "kill_workers": BROKEN,
    "locked": [[False, True]] * 4,
    "set_of_a_manager": [1, 2, 3],
    "map_with_a_buffer": [[0, 1, 2, 3, 4], [0, 1, 2, 3, 4]],
    "iterators_for_threads": [[0, 1, 2, 3, 4, 5], [0, 1, 2], [0, 1, 2], [0, 1, 2]],
}
SINCE_3_15 = {"iterators_for_threads"}


@pytest.mark.skipif(sys.version_info < (3, 14), reason="nothing of it is there before 3.14")
@pytest.mark.parametrize("clock", ["patient", "hostile"])
@pytest.mark.parametrize("function", EXPECTED)
def test_it_does_what_it_does_plainly(function: str, clock: str) -> None:
    if function in SINCE_3_15 and sys.version_info < (3, 15):
        pytest.skip("it is not there before 3.15")
    trace = run("since_3_14", function, clock=clock)
    assert (trace.status, trace.value) == ("returned", EXPECTED[function]), trace.output
    assert trace.orphans == ()


@pytest.mark.skipif(sys.version_info < (3, 14), reason="nothing of it is there before 3.14")
def test_nobody_sends_code_to_a_program_that_runs() -> None:
    source = """
import os, sys
def main():
    with open("code.py", "w") as file:
        file.write("print('hello')")
    try:
        sys.remote_exec(os.getpid(), os.path.abspath("code.py"))
    except RuntimeError as error:
        return [sys.is_remote_debug_enabled(), str(error)]
"""
    assert run(source).value == [False, "Remote debugging is not enabled"]

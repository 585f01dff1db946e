"""What a program's processes carry with them, and what is watched wherever it is imported."""

from __future__ import annotations

import subprocess
import sys

import pytest

from grader.guest.imports import AHEAD, FUTURES

from .engine import first, program, run

FEW_NEED = ["concurrent.futures", "dataclasses", "inspect", "logging"]


def test_what_few_programs_need_is_in_no_process_of_the_others() -> None:
    trace = run(f"""
import sys

def main():
    return [name for name in {FEW_NEED} if name in sys.modules]
""")
    # What multiprocessing needs itself, such as a traceback's colours in 3.14, is not ours to save.
    asks = f"import sys, multiprocessing.pool; print([n for n in {FEW_NEED} if n in sys.modules])"
    own = subprocess.run([sys.executable, "-c", asks], capture_output=True, text=True, check=True)
    assert (trace.status, str(trace.value)) == ("returned", own.stdout.strip())


def test_what_a_program_names_is_imported_before_its_runs_and_starts_nothing(python: str) -> None:
    named = sorted({*AHEAD, *FUTURES.values()})
    trace = run(
        f"""
import sys
import threading

def main():
    return [[name for name in {named} if name in sys.modules], threading.active_count()]

def somewhere_else():
    import {", ".join(sorted(AHEAD))}
    from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
""",
        python=python,
    )
    assert (trace.status, trace.value, len(trace.tasks)) == ("returned", [named, 1], 1)


@pytest.mark.parametrize(
    "how",
    ["import concurrent.futures as futures", "futures = import_module('concurrent' + '.futures')"],
)
def test_an_error_that_an_executor_keeps_is_told_however_it_was_imported(
    python: str, how: str
) -> None:
    trace = run(
        f"""
from importlib import import_module

def half(number):
    return 1 / number

def main():
    {how}
    with futures.ProcessPoolExecutor(1) as executor:
        executor.submit(half, 0)
    with futures.ThreadPoolExecutor(2) as executor:
        return list(executor.map(half, [1, 2]))
""",
        python=python,
    )
    kept = [
        event.value for step in trace.steps for event in step.events if event.kind == "swallowed"
    ]
    assert (trace.status, trace.value, trace.failure) == ("returned", [1.0, 0.5], None)
    assert [(error["type"], error["where"]) for error in kept] == [
        ("ZeroDivisionError", "executor")
    ]


def test_what_is_imported_before_a_run_takes_the_time_of_the_run(python: str) -> None:
    trace = run(
        """
import logging
import time

def main():
    time.sleep(2)
    record = logging.LogRecord("shop", logging.INFO, "shop.py", 1, "sold", (), None)
    return [round(record.relativeCreated), round(record.created - time.time(), 3)]
""",
        python=python,
    )
    assert (trace.status, trace.value) == ("returned", [2000, 0.0])


def test_what_compiling_has_to_warn_of_is_in_no_run() -> None:
    """CPython prints it once for each compilation: the first of many runs would have it alone."""
    with program("""
def main():
    print("said")
    return 1 is 1, "\\d"
""") as machine:
        outputs = [machine.run(first).output for _ in range(3)]
    assert outputs == ["said\n"] * 3

"""Code of a submission that is not in its file has points as its own file has."""

from __future__ import annotations

import pytest

from tests.engine.engine import first, program, run
from tests.engine.searching import BOTH, found, search

HEAD = f"from multiprocessing import Process, Value\nimport sys, types\n{BOTH}"
MAIN = """
def main():
    number = Value("i", 0)
    both(work, number)
    return number.value
"""
WORK = "def work(number):\n    number.value += 1\n"


@pytest.mark.parametrize(
    "made",
    [
        f"exec({WORK!r})",
        f"exec(compile({WORK!r}, 'other.py', 'exec'))",
        f"exec(compile({WORK!r}, types.__file__, 'exec'))",
        "work = eval('lambda number: setattr(number, \"value\", number.value + 1)')",
        "def work(number):\n    exec('number.value += 1')",
        f"{WORK}work.__code__ = work.__code__.replace(co_filename='<nowhere>')",
        f"{WORK}work = types.FunctionType("
        "work.__code__.replace(co_filename='<nowhere>'), globals())",
        f"open('helper.py', 'w').write({WORK!r})\nsys.path.insert(0, '')\nfrom helper import work",
    ],
)
def test_an_update_can_be_lost_in_it(made: str, python: str) -> None:
    assert found(search(f"{HEAD}{made}\n{MAIN}", 2, python)) == 1


def test_it_is_told_by_its_name_and_without_the_sandbox_s_folders() -> None:
    trace = run(
        f"{HEAD}open('helper.py', 'w').write({WORK!r})\nsys.path.insert(0, '')\n"
        f"from helper import work\n{MAIN}"
    )
    sites = [e.site for step in trace.steps for e in step.events if e.kind == "wrote" and e.site]
    assert [(site.file, site.line, site.function) for site in sites[-2:]] == [
        ("helper.py", 2, "work"),
        ("helper.py", 2, "work"),
    ]


def test_threads_are_switched_at_its_lines() -> None:
    wrong = search(
        """
from threading import Thread
hits = [0]
exec('''
def work():
    seen = hits[0]
    hits[0] = seen + 1
''')
def main():
    ts = [Thread(target=work) for _ in range(2)]
    for t in ts:
        t.start()
    for t in ts:
        t.join()
    return hits[0]
""",
        2,
    )
    assert found(wrong) == 1


def test_what_the_library_makes_by_exec_is_the_library_s() -> None:
    source = """
from collections import namedtuple
from dataclasses import dataclass, field
from multiprocessing import Value
@dataclass
class Desk:
    number: object = field(default_factory=lambda: Value("i", 0))
Pair = namedtuple("Pair", "x y")
def main():
    return [Desk().number.value, Pair(1, 2).x]
"""
    with program(source) as controller:
        trace = controller.run(first, switch_at="lines", detailed=True)
    files = {p.site.file for s in trace.steps for o in s.options if (p := o.pending).site}
    assert (trace.value, files) == ([0, 1], {"p.py"})


def test_a_look_at_variables_in_a_detailed_run_prints_nothing(python: str) -> None:
    with program(f"{HEAD}{WORK}{MAIN}", python=python) as controller:
        trace = controller.run(first, switch_at="lines", detailed=True)
    assert (trace.value, trace.output) == (2, "")


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_nothing_of_the_grader_s_is_taken_for_the_submission_s(method: str) -> None:
    trace = run(f"{HEAD}{WORK}{MAIN}", start_method=method)
    files = {p.site.file for s in trace.steps for o in s.options if (p := o.pending).site}
    assert (trace.value, files) == (2, {"p.py"})

"""By which start method processes were to begin, and by which they really began."""

from __future__ import annotations

import pytest

from grader.checks.run import Run
from grader.judging.contrast import SCHEDULES, works_only_forked
from grader.model.program import Program
from grader.model.trace import StartMethod, Trace
from grader.settings import Settings
from tests.engine.engine import run
from tests.judging.toy import ToyShop, ends

ONE_OF_EACH = """
import os
from multiprocessing import Manager, get_context

def child():
    pass

def main():
    for method in ("spawn", "fork", "forkserver"):
        one = get_context(method).Process(target=child, name=method)
        one.start()
        one.join()
    with get_context("spawn").Pool(1) as pool:
        pool.apply(child)
    Manager().shutdown()
    if (pid := os.fork()) == 0:
        os._exit(0)
    os.waitpid(pid, 0)
"""
FORGED = """
from multiprocessing import context, get_context

context.ForkServerContext.get_start_method = lambda self, allow_none=False: "fork"
context.ForkServerProcess._Popen = staticmethod(context.ForkProcess._Popen)

def child():
    pass

def main():
    one = get_context("forkserver").Process(target=child)
    one.start()
    one.join()
    return get_context("forkserver").get_start_method()
"""


def test_it_is_told_how_each_child_really_began() -> None:
    trace = run(ONE_OF_EACH)
    assert trace.status == "returned"
    assert {task.name: task.began for task in trace.tasks if task.kind == "process"} == {
        "main": None,
        "spawn": "spawn",
        "fork": "fork",
        "forkserver": "forkserver",
        "SpawnPoolWorker-4": "spawn",
        "SyncManager-5": "fork",
        "fork-1": "fork",
    }


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_it_is_told_how_processes_were_to_begin(method: StartMethod) -> None:
    seen = Run(run("def main():\n    pass\n", start_method=method))
    assert (seen.start_method, seen.began_by()) == (method, [])


def test_a_program_that_lies_about_its_start_method_is_seen() -> None:
    seen = Run(run(FORGED, start_method="forkserver"))
    assert seen.value == "fork"
    assert (seen.start_method, seen.began_by()) == ("forkserver", ["fork"])


def test_where_all_is_forked_to_compare_a_run_says_fork() -> None:
    shop, asked = ToyShop(), Settings().with_("scenario", start_method="forkserver")
    failing = Trace("returned", None, None, (), (), start_method="forkserver")
    fork_alone = works_only_forked(
        shop, Program("lock.py", ends(1), "sell"), asked, failing, lambda trace: True
    )
    assert not fork_alone
    ((program, settings, machine),) = shop.opened
    assert (program.forks, settings.start_method, machine.runs) == (True, "fork", SCHEDULES)


def test_where_nothing_is_changed_to_compare_the_start_method_stays() -> None:
    shop, asked = ToyShop(), Settings().with_("scenario", start_method="forkserver")
    failing = Trace("returned", None, None, (), (), start_method="forkserver")
    works_only_forked(
        shop, Program("lock.py", ends(1), "sell"), asked, failing, lambda trace: False
    )
    assert [(p.forks, s.start_method) for p, s, _ in shop.opened] == [
        (True, "fork"),
        (False, "forkserver"),
    ]

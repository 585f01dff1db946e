"""A sample of CPython's own tests passes under control, for several schedules each."""

from __future__ import annotations

import sys

import pytest
from click.testing import CliRunner

from tests.fidelity.cpython import MULTIPROCESSING, NoTests, Suite, this_interpreter
from tests.fidelity.exceptions import reason
from tests.fidelity.run import main

FORK = (
    "WithProcessesTestProcess.test_process",
    "WithProcessesTestLock.test_lock",
    "WithProcessesTestCondition.test_notify_all",
    "WithProcessesTestEvent.test_event",
    "WithProcessesTestBarrier.test_barrier_10",
    "WithProcessesTestQueue.test_fork",
    "WithProcessesTestQueue.test_task_done",
    "WithProcessesTestConnection.test_sendbytes",
    "WithProcessesTestValue.test_value",
    "WithProcessesTestPool.test_map_async",
    "WithManagerTestManagerRestart.test_rapid_restart",
    "WithThreadsTestBarrier.test_timeout",
    "WithThreadsTestPool.test_imap",
)
SPAWN = (
    "WithProcessesTestQueue.test_get",
    "WithProcessesTestPicklingConnections.test_access",
    "WithProcessesTestProcess.test_error_on_stdio_flush_2",
)
OTHERS = (
    ("test_queue", "PySimpleQueueTest.test_order"),
    ("test_threading", "ThreadTests.test_foreign_thread"),
    ("test_threading", "ThreadTests.test_repr_stopped"),
)
SAMPLE = (
    *((MULTIPROCESSING, "fork", name) for name in FORK),
    *((MULTIPROCESSING, "spawn", name) for name in SPAWN),
    *((module, "fork", name) for module, name in OTHERS),
)


@pytest.mark.parametrize(("module", "method", "name"), SAMPLE)
def test_a_test_of_cpython_passes_under_every_schedule(module: str, method: str, name: str) -> None:
    suite = Suite(module, method, this_interpreter())
    try:
        ended = list(suite.controlled(name, schedules=3))
    except NoTests as why:
        pytest.skip(str(why))
    assert [one.how for one in ended] == ["passed"] * 3, ended


def test_the_tests_of_a_package_pass_too(python: str) -> None:
    suite = Suite("test_concurrent_futures", "fork", python)
    name = "ProcessPoolForkAsCompletedTest.test_future_times_out"
    try:
        assert name in suite.names()
    except NoTests as why:
        pytest.skip(str(why))
    assert suite.plainly(name).how == "passed"
    assert [ended.how for ended in suite.controlled(name, schedules=3)] == ["passed"] * 3


def test_an_interpreter_without_a_suite_is_said_to_be_so() -> None:
    with pytest.raises(
        NoTests, match=r"^this interpreter came without (test_ghost|its test package)$"
    ):
        Suite("test_ghost", "fork", this_interpreter()).names()


def test_a_failing_test_is_seen_to_fail() -> None:
    suite = Suite(MULTIPROCESSING, "fork", this_interpreter())
    try:
        (ended,) = suite.controlled("WithProcessesTestLock.no_such_test", schedules=1)
    except NoTests as why:
        pytest.skip(str(why))
    assert ended.how == "failed"


def test_exceptions_are_found_by_the_test_s_name() -> None:
    assert reason("WithManagerTestRemoteManager.test_remote") == (
        "it asks that xmlrpc can't send time.sleep, a C function"
    )
    assert reason("WithProcessesTestLock.test_lock") is None


def test_the_command_compares_and_counts() -> None:
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    options = ["--python", version, "--method", "fork", "--suite", MULTIPROCESSING]
    ran = CliRunner().invoke(
        main, [*options, "--only", "WithProcessesTestLock.test_rlock", "--schedules", "2"]
    )
    if "no tests" in ran.output:
        pytest.skip(ran.output)
    assert (ran.exit_code, ran.output) == (
        0,
        f"{version} {MULTIPROCESSING} fork: 1 tests: 1 same\n",
    )

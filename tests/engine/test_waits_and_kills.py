"""All of the system's ways to wait for a process and to signal one, as in plain Python."""

from __future__ import annotations

import signal

import pytest

from tests.engine.engine import events, run

HEAD = """
import os, signal, time
from multiprocessing import Event, Process

def child(code, seconds=1):
    pid = os.fork()
    if pid == 0:
        time.sleep(seconds)
        os._exit(code)
    return pid

def sleeper(ready, alone=False, stubborn=False):
    if alone:
        os.setpgid(0, 0)
    if stubborn:
        signal.signal(signal.SIGTERM, lambda number, frame: os._exit(0))
    ready.set()
    time.sleep(100)

def started(**options):
    ready = Event()
    worker = Process(target=sleeper, args=(ready,), kwargs=options)
    worker.start()
    ready.wait()
    return worker
"""


@pytest.mark.parametrize(
    ("asked", "value"),
    [
        ("os.waitid(os.P_PID, child(0), os.WEXITED).si_status", 0),
        ("os.waitid(os.P_ALL, child(0), os.WEXITED).si_code == os.CLD_EXITED", True),
        ("os.waitid(os.P_PIDFD, os.pidfd_open(child(0)), os.WEXITED).si_signo", signal.SIGCHLD),
        ("os.waitid(os.P_PID, child(0), os.WEXITED | os.WNOHANG)", None),
        ("os.wait4(child(0), 0)[1]", 0),
        ("os.wait4(child(0), os.WNOHANG)[:2]", [0, 0]),
        ("os.wait3(0)[0] == pid", True),
        (
            "[os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT).si_pid == pid, "
            "os.waitpid(pid, 0)[1]]",
            [True, 0],
        ),
    ],
)
def test_a_child_is_waited_for(asked: str, value: object, python: str) -> None:
    made = (
        "pid = child(0)\n    " if "pid" in asked.replace("pidfd", "").replace("waitpid", "") else ""
    )
    trace = run(f"{HEAD}\ndef main():\n    {made}return {asked}\n", python=python)
    assert (trace.status, trace.value) == ("returned", value), trace.output


def test_who_is_waited_for_is_no_child_afterwards() -> None:
    trace = run(f"""{HEAD}
def main():
    for wait in (lambda p: os.wait4(p, 0), lambda p: os.waitid(os.P_PID, p, os.WEXITED)):
        pid = child(0)
        wait(pid)
        try:
            os.waitpid(pid, 0)
        except ChildProcessError:
            continue
        return "still there"
    return "gone"
""")
    assert (trace.status, trace.value) == ("returned", "gone")


@pytest.mark.parametrize(
    ("sends", "code"),
    [
        ("os.kill(worker.pid, signal.SIGUSR2)", -signal.SIGUSR2),
        ("signal.pidfd_send_signal(os.pidfd_open(worker.pid), signal.SIGKILL)", -signal.SIGKILL),
        ("signal.pidfd_send_signal(worker.sentinel and os.pidfd_open(worker.pid), 15)", -15),
        ("os.killpg(worker.pid, signal.SIGTERM)", -15),
        ("os.kill(-worker.pid, signal.SIGTERM)", -15),
    ],
)
def test_a_child_is_signalled(sends: str, code: int, python: str) -> None:
    trace = run(
        f"""{HEAD}
def main():
    worker = started(alone=True)
    {sends}
    worker.join()
    return [worker.exitcode, time.monotonic() < 10_050]
""",
        python=python,
    )
    assert (trace.status, trace.value) == ("returned", [code, True]), trace.output
    assert events(trace, "killed") == [-code]


def test_a_group_is_signalled_with_who_signals_it() -> None:
    trace = run(f"""{HEAD}
told = []
def main():
    workers = [started(), started(stubborn=True), started(alone=True)]
    signal.signal(signal.SIGTERM, lambda number, frame: told.append(number))
    os.killpg(0, signal.SIGTERM)
    for worker in workers[:2]:
        worker.join()
    alive = workers[2].is_alive()
    workers[2].kill()
    return [[worker.exitcode for worker in workers[:2]], alive, told]
""")
    assert (trace.status, trace.value) == ("returned", [[-15, 0], True, [15]]), trace.output


def test_a_signal_to_nobody_fails_as_it_does() -> None:
    trace = run(f"""{HEAD}
def main():
    for call in (lambda: os.killpg(77777, 15), lambda: os.kill(-77777, 15)):
        try:
            call()
        except ProcessLookupError:
            continue
        return "sent"
    return "nobody"
""")
    assert (trace.status, trace.value) == ("returned", "nobody")

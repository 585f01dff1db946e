"""What the engine tells of a run beside its end."""

from __future__ import annotations

import sys

import pytest

from tests.engine.engine import HEAD, events, run


def test_an_error_that_a_pool_keeps_is_told() -> None:
    trace = run(
        HEAD
        + """
def main():
    with Pool(1) as pool:
        pool.apply_async(boom, (1,))
        pool.close()
        pool.join()
"""
    )
    told = events(trace, "swallowed")
    assert [(value["where"], value["type"], value["message"]) for value in told] == [
        ("pool", "ValueError", "no 1")
    ]


UNPICKLED = "PicklingError" if sys.version_info >= (3, 14) else "AttributeError"  # of a lambda


def test_an_error_that_a_feeder_keeps_is_told() -> None:
    trace = run(HEAD + "def main():\n    q = Queue()\n    q.put(lambda: 1)\n")
    told = events(trace, "swallowed")
    assert [(value["where"], value["type"]) for value in told] == [("feeder", UNPICKLED)]


def test_an_end_released_too_often_is_told() -> None:
    trace = run(HEAD + "def main():\n    s = BoundedSemaphore(1)\n    s.release()\n")
    assert trace.failure is not None
    assert trace.failure.message == "semaphore or lock released too many times"
    assert events(trace, "released-too-often") == [1]


def test_a_program_that_is_used_outside_control_is_said_so() -> None:
    body = "import subprocess\ndef main():\n    subprocess.run(['/bin/true'])\n"
    assert run(HEAD + body).uncontrolled == ("process (subprocess.Popen)",)


def test_data_that_threads_share_is_said_to_be_seen_at_lines_only() -> None:
    body = "def main():\n    t = threading.Thread(target=print)\n    t.start()\n    t.join()\n"
    assert run(HEAD + body).uncontrolled == ("threads-data",)


@pytest.mark.parametrize(("made", "seen"), [("Own", ("threads-data",)), ("dict", ())])
def test_an_own_class_in_a_manager_is_run_by_threads(made: str, seen: tuple[str, ...]) -> None:
    body = f"""
from multiprocessing.managers import BaseManager
class Own:
    def copy(self):
        return 1
class Keeper(BaseManager):
    pass
Keeper.register("made", {made})
def main():
    with Keeper() as keeper:
        keeper.made().copy()
"""
    assert run(HEAD + body).uncontrolled == seen

"""What depends on more than the schedule: it is pinned where it can be, and else not judged."""

from __future__ import annotations

import pytest

from grader.model.trace import Trace
from grader.search.explore import NotJudged, explore
from grader.settings import Settings
from tests.engine.engine import first, program, run

MEASURES = """
import time
from multiprocessing import Process, Queue

def work(told):
    begun = time.process_time()
    sum(range(20000))
    told.put(time.process_time() - begun)

def main():
    told = Queue()
    workers = [Process(target=work, args=(told,)) for _ in range(2)]
    for worker in workers:
        worker.start()
    spent = [told.get() for _ in workers]
    for worker in workers:
        worker.join()
    return [spent[0] < spent[1], [round(each, 6) for each in spent]]
"""


def test_processor_time_is_the_same_in_every_run(python: str) -> None:
    with program(MEASURES, python=python) as machine:
        values = [machine.run(first).value for _ in range(3)]
    assert values == [[False, [0.0001, 0.0001]]] * 3


@pytest.mark.parametrize(
    "clock",
    [
        *("time.process_time()", "time.thread_time()"),
        *("time.process_time_ns() / 1e9", "time.thread_time_ns() / 1e9"),
        "time.clock_gettime(time.CLOCK_PROCESS_CPUTIME_ID)",
        "time.clock_gettime_ns(time.CLOCK_THREAD_CPUTIME_ID) / 1e9",
    ],
)
def test_who_waits_for_processor_time_gets_on(clock: str) -> None:
    trace = run(f"""
import time

def main():
    begun, looks = {clock}, 0
    while {clock} - begun < 0.09955:
        looks += 1
    return looks
""")
    assert (trace.status, trace.value) == ("returned", 995)


def test_chance_of_the_system_by_its_other_name_is_pinned(python: str) -> None:
    source = "\nimport os\ndef main():\n    return [os.getrandom(8).hex(), os.urandom(8).hex()]\n"
    with program(source, python=python) as machine:
        one, other = (machine.run(first).value for _ in range(2))
    assert one == other


def test_a_program_in_which_real_chance_decides_is_not_judged() -> None:
    source = """
def main():
    with open("/dev/urandom", "rb") as chance:
        return chance.read(8).hex()
"""
    seen: list[object] = []

    def rejects(trace: Trace) -> bool:
        seen.append(trace.value)
        return trace.value == seen[0]

    with program(source) as machine, pytest.raises(NotJudged, match="This can't be judged"):
        explore(machine, program="p.py", settings=Settings(), rejects=rejects)

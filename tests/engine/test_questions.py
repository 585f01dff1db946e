"""Who asks without waiting may be told one thing or the other."""

from __future__ import annotations

import pytest

from grader.model.trace import Option, Trace
from grader.search.explore import explore
from grader.settings import Settings
from tests.engine.engine import Dice, first, program

QUESTION = """
from multiprocessing import Pipe, Process, RawValue
from multiprocessing.connection import wait
def bring(flag, end):
    flag.value = 1
    end.send("bun")
def main():
    flag = RawValue("i", 0)
    end, other = Pipe(duplex=False)
    process = Process(target=bring, args=(flag, other))
    process.start()
    seen = flag.value
    came = bool({question})
    process.join()
    return [seen, came]
"""


@pytest.mark.parametrize("question", ["end.poll()", "wait([end], timeout=0)"])
def test_others_may_act_before_a_question_is_asked(question: str) -> None:
    with program(QUESTION.format(question=question)) as controller:
        values = [controller.run(Dice(seed)).value for seed in range(25)]
    answers = [[0, False], [0, True], [1, False], [1, True]]
    assert [answer for answer in answers if answer in values] == answers


EMPTY = """
from multiprocessing import Process, Queue, RawValue
def bring(flag, queue):
    flag.value = 1
    queue.put("bun")
def main():
    flag, queue = RawValue("i", 0), Queue()
    process = Process(target=bring, args=(flag, queue))
    process.start()
    seen = flag.value
    empty = queue.empty()
    process.join()
    return [seen, empty]
"""


def test_others_may_act_before_a_queue_is_asked_whether_it_is_empty() -> None:
    with program(EMPTY) as controller:
        settings = Settings(schedules=40)
        found = explore(controller, program="p", settings=settings, rejects=came_in_between)
    assert found.failure is not None
    assert found.failure.trace.value == [0, False]


def came_in_between(trace: Trace) -> bool:
    return trace.value == [0, False]


ENDED = """
from multiprocessing import Pipe, Process, active_children
def bring(end):
    end.send("bun")
def main():
    ours, theirs = Pipe()
    p = Process(target=bring, args=(theirs,))
    p.start()
    ours.recv()
    told = {question}
    other = Process(target=bring, args=(theirs,))
    other.start()
    p.join()
    other.join()
    return told
"""


def late(options: tuple[Option, ...]) -> int:
    """Fire a timer wherever one could."""
    return next((place for place, option in enumerate(options) if option.timer), 0)


@pytest.mark.parametrize(
    ("question", "answers"),
    [
        ("p.exitcode", [0, None]),
        ("p.is_alive()", [False, True]),
        ("len(active_children())", [0, 1]),
    ],
)
def test_who_asks_without_waiting_may_be_told_late_that_a_process_has_ended(
    question: str, answers: list[object]
) -> None:
    with program(ENDED.format(question=question)) as controller:
        told = [controller.run(pick, clock="hostile").value for pick in (first, late)]
    assert told == answers


def test_a_scenario_is_told_of_an_end_at_once() -> None:
    scenario = "def asked(student):\n    return student.main().is_alive()\n"
    source = ENDED.format(question="p").replace("    p.join()\n", "")
    with program(source, "asked", scenario=scenario) as controller:
        assert controller.run(late, clock="hostile").value is False

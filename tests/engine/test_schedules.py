"""One task at a time, the same run for the same schedule, whatever else the machine does."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.model.trace import Option, Trace
from grader.search.explore import explore
from grader.settings import Settings
from tests.engine.engine import first, program

RACE = """
from multiprocessing import Process, Value
def add(counter):
    counter.value += 1
def main():
    counter = Value("i", 0)
    workers = [Process(target=add, args=(counter,)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return counter.value
"""

MANAGED = """
from multiprocessing import Lock, Manager, Process
def work(shared, lock):
    with lock:
        shared["done"] = shared["done"] + ["job"]
        shared["last"] = "job"
    shared["count"] += 1
def main():
    with Manager() as manager:
        shared, lock = manager.dict(done=[], last="", count=0), manager.Lock()
        workers = [Process(target=work, args=(shared, lock)) for _ in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        return shared["count"]
"""

OWN_CLASS = """
from multiprocessing import Process
from multiprocessing.managers import BaseManager
class Shop:
    left, sold = 1, 0
    def sell(self):
        if self.left:
            self.left -= 1
            self.sold += 1
    def result(self):
        return self.sold
class Manager(BaseManager):
    pass
Manager.register("Shop", Shop)
def work(shop):
    shop.sell()
def main():
    with Manager() as manager:
        shop = manager.Shop()
        workers = [Process(target=work, args=(shop,)) for _ in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        return shop.result()
"""

UNCONTROLLED = """
import mmap
from multiprocessing import Lock, Process
def add(memory, lock):
    for _ in range(3):
        for _ in range(2000):
            memory[0:4] = (int.from_bytes(memory[0:4], "little") + 1).to_bytes(4, "little")
        with lock:
            pass
def main():
    memory, lock = mmap.mmap(-1, 4), Lock()
    workers = [Process(target=add, args=(memory, lock)) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return int.from_bytes(memory[0:4], "little")
"""


class Dice:
    """Picks by chance, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def __call__(self, options: tuple[Option, ...]) -> int:
        return self.random.randrange(len(options))


@pytest.fixture
def busy_machine() -> Iterator[None]:
    """Keep every core busy meanwhile."""
    burn = [sys.executable, "-c", "while True: pass"]
    burners = [subprocess.Popen(burn) for _ in range(2 * (os.cpu_count() or 1))]
    yield
    for burner in burners:
        burner.send_signal(signal.SIGKILL)
        burner.wait()


def test_only_one_task_runs_at_a_time() -> None:
    with program(UNCONTROLLED) as controller:
        values = {controller.run(Dice(seed)).value for seed in range(5)}
    assert values == {18_000}, "no increment is ever lost between two points"


PROGRAMS = ("locks", "queues", "pipes", "managers", "pools", "executors", "threads")


def _digests(function: str, seeds: range) -> list[str]:
    with program("primitives", function) as controller:
        return [controller.run(Dice(seed)).digest for seed in seeds]


@pytest.mark.parametrize("function", PROGRAMS)
def test_same_seed_same_trace(function: str, busy_machine: None) -> None:
    assert _digests(function, range(4)) == _digests(function, range(4))


@pytest.mark.parametrize("function", PROGRAMS)
def test_details_change_nothing(function: str) -> None:
    with program("primitives", function) as controller:
        plain = [controller.run(Dice(seed)).digest for seed in range(3)]
        detailed = [controller.run(Dice(seed), detailed=True).digest for seed in range(3)]
    assert plain == detailed


def test_by_default_nobody_comes_in_between_the_calls_of_a_managed_object() -> None:
    with program(MANAGED) as controller:
        trace = controller.run(first)
    workers = [task.number for task in trace.tasks if task.name.startswith("work")]
    order = [
        event.task
        for step in trace.steps
        for event in step.events
        if event.obj is not None and event.obj.startswith("managed:") and event.task in workers
    ]
    assert order == [workers[0]] * 5 + [workers[1]] * 5


def test_a_race_on_a_managed_object_is_among_the_first_that_are_tried() -> None:
    with program(MANAGED) as controller:
        settings = Settings(schedules=20)
        found = explore(controller, program="p", settings=settings, rejects=lost_one)
    assert found.failure is not None
    assert found.failure.number <= 6
    assert sum(choice != 0 for choice in found.failure.trace.schedule) == 1


def test_a_race_in_a_class_that_a_manager_serves_is_among_the_first_that_are_tried() -> None:
    with program(OWN_CLASS) as controller:
        settings = Settings(schedules=20)
        found = explore(controller, program="p", settings=settings, rejects=sold_twice)
    assert found.failure is not None
    assert found.failure.trace.switch_at == "lines"
    assert found.failure.number <= 6
    assert sum(choice != 0 for choice in found.failure.trace.schedule) == 1


def sold_twice(trace: Trace) -> bool:
    return trace.value != 1


def lost_one(trace: Trace) -> bool:
    return trace.value != 2


def test_a_schedule_chooses_the_outcome() -> None:
    with program(RACE) as controller:
        assert controller.run(first).value == 2
        picks = iter([0, 0, 0, 1])
        trace = controller.run(lambda options: next(picks, 0))
        assert (trace.value, trace.schedule) == (1, (0, 0, 0, 1))


def test_a_run_leaves_nothing_for_the_next() -> None:
    source = """
import os, tempfile
def main():
    before = sorted(os.listdir("."))
    open("left.txt", "w").write("x")
    tempfile.NamedTemporaryFile(delete=False).write(b"x")
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            while True:
                pass
        os._exit(0)
    return before
"""
    with program(source, files={"given.txt": b"hello"}) as controller:
        for _ in range(3):
            trace = controller.run(first)
            assert trace.value == ["given.txt"]


PIDS = """
import os
from multiprocessing import Process, Queue, get_context
def work(queue):
    queue.put((os.getpid(), os.getppid()))
def main():
    workers, told = [], []
    for method in "fork", "spawn":
        context = get_context(method)
        queue = context.Queue()
        worker = context.Process(target=work, args=(queue,))
        worker.start()
        told.append(queue.get())
        workers.append(worker)
    for worker in workers:
        worker.join()
    assert [worker.pid for worker in workers] == [pid for pid, _ in told]
    return os.getpid(), told
"""


def test_process_ids_are_the_same_in_every_run() -> None:
    with program(PIDS) as controller:
        if not controller.isolation.protects("processes"):
            pytest.skip("without a namespace of their own, process ids go on from run to run")
        runs = [controller.run(first).value for _ in range(3)]
    with program(PIDS) as controller:
        runs.append(controller.run(first).value)
    assert runs[1:] == runs[:-1]
    main, ((forked, parent), _) = runs[0]
    assert (main, forked, parent) == (100, 101, 100)


def test_no_process_of_a_run_has_a_power_or_the_file_that_numbers_processes() -> None:
    source = """
import os
from multiprocessing import get_context
def look(_=None):
    with open("/proc/self/status") as lines:
        status = dict(line.split(":\t", 1) for line in lines)
    powers = [int(status["Cap" + kind], 16) for kind in ("Inh", "Prm", "Eff", "Bnd", "Amb")]
    paths = [f"/proc/self/fd/{fd}" for fd in range(40)]
    files = [os.readlink(path) for path in paths if os.path.lexists(path)]
    return sum(powers), [file for file in files if "last_pid" in file]
def main():
    told = [look()]
    for method in "fork", "spawn":
        with get_context(method).Pool(1) as pool:
            told += pool.map(look, [0])
    return told
"""
    with program(source) as controller:
        bounded = os.geteuid() == 0 or controller.isolation.protects("processes")
        trace = controller.run(first)
    assert trace.status == "returned"
    if bounded:
        assert trace.value == [[0, []]] * 3


def test_sleep_costs_nothing_and_time_is_virtual() -> None:
    source = """
import time
def main():
    begin = time.time()
    time.sleep(3600)
    return round(time.time() - begin)
"""
    with program(source) as controller:
        trace = controller.run(first)
    assert (trace.value, trace.time) == (3600, 3600.0)


def test_two_sleeps_that_end_together_may_end_in_any_order_with_a_patient_clock() -> None:
    source = """
import time
from multiprocessing import Process, Value

def work(number):
    time.sleep(1)
    seen = number.value
    number.value = seen + 1

def main():
    number = Value("i", 0, lock=False)
    workers = [Process(target=work, args=(number,)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return number.value
"""
    with program(source) as controller:
        traces = [controller.run(Dice(seed)) for seed in range(20)]
    assert {(trace.status, trace.value, trace.time) for trace in traces} == {
        ("returned", 1, 1.0),
        ("returned", 2, 1.0),
    }


def test_a_hostile_clock_may_let_a_sleeper_be_overtaken() -> None:
    source = """
import time
from multiprocessing import Process, Value
def work(box):
    time.sleep(1)
    box.value = 5
def main():
    box = Value("i", 0)
    Process(target=work, args=(box,)).start()
    time.sleep(2)
    return box.value
"""
    with program(source) as controller:
        assert {controller.run(Dice(seed)).value for seed in range(8)} == {5}
        hostile = {controller.run(Dice(seed), clock="hostile").value for seed in range(20)}
    assert hostile == {0, 5}


def test_lines_are_points_where_files_are_shared() -> None:
    source = """
import json
from multiprocessing import Process
def buy():
    with open("stock.json") as file:
        stock = json.load(file)
    with open("stock.json", "w") as file:
        json.dump({"left": stock["left"] - 1}, file)
def main():
    buyers = [Process(target=buy) for _ in range(2)]
    for buyer in buyers:
        buyer.start()
    for buyer in buyers:
        buyer.join()
    with open("stock.json") as file:
        return json.load(file)["left"]
"""
    with program(source, files={"stock.json": b'{"left": 2}'}) as controller:
        trace = controller.run(first)
        assert (trace.value, trace.uncontrolled) == (0, ("file",))
        seen = {
            (trace.status, trace.value if trace.status == "returned" else None)
            for trace in (controller.run(Dice(seed), switch_at="lines") for seed in range(30))
        }
    assert seen == {("returned", 0), ("returned", 1), ("crashed", None)}, "and half-read files"


def test_nothing_of_ours_can_be_imported_by_a_program() -> None:
    source = """
def main():
    try:
        import grader
    except ImportError:
        return "not there"
"""
    with program(source) as controller:
        assert controller.run(first).value == "not there"


def test_the_program_is_not_changed_by_the_path_it_came_from(tmp_path: Path) -> None:
    (tmp_path / "helper.py").write_text("ANSWER = 42\n")
    source = "import helper\ndef main():\n    return helper.ANSWER\n"
    with program(source, import_folders=(str(tmp_path),)) as controller:
        assert controller.run(first).value == 42


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

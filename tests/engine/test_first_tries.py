"""A schedule chooses the outcome, and what is tried first."""

from __future__ import annotations

from grader.model.trace import Trace
from grader.search.explore import explore
from grader.settings import Settings
from tests.engine.engine import Dice, first, program

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

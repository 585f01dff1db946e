"""A small course for tests: one exercise, in which two processes count to two."""

from __future__ import annotations

from pathlib import Path

from grader.model.results import StudentReport

README = "# Counting together\n"

SKELETON = """\
from multiprocessing import Process, Value


def count():
    raise NotImplementedError("TODO count to two, each process once")
"""

CHECKS = '''\
from grader import Run, check, expect, scenario


@scenario(schedules=20)
def both(student):
    return student.count()


@check(both, points=2)
def test_counts(run: Run) -> None:
    """Both processes are counted.

    Hint: What is between reading and writing?
    Hint: See Value.get_lock.
    """
    expect(run.value == 2, f"Two were to be counted, and the result is {run.value}.")
'''

RIGHT = """\
from multiprocessing import Process, Value


def add(number):
    with number.get_lock():
        number.value += 1


def count():
    number = Value("i", 0)
    workers = [Process(target=add, args=(number,)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return number.value
"""

RACY = RIGHT.replace("    with number.get_lock():\n        number.value", "    number.value")


def make_course(folder: Path, *names: str) -> Path:
    """Write exercises with their solutions; return the folder of the exercises."""
    for name in names or ("01_count",):
        file = f"{name.partition('_')[2]}.py"
        exercise = folder / "exercises" / name
        exercise.mkdir(parents=True)
        (exercise / "README.md").write_text(README)
        (exercise / "checks.py").write_text(CHECKS)
        (exercise / file).write_text(SKELETON)
        wrong = folder / "solutions" / name / "wrong" / "test_counts"
        wrong.mkdir(parents=True)
        (folder / "solutions" / name / file).write_text(RIGHT)
        (wrong / "racy.py").write_text(f"# cause: lost-update\n# No lock.\n{RACY}")
    return folder / "exercises"


class Quiet:
    """Shows nobody how the grading of a class gets on."""

    def begin(self, count: int) -> None: ...
    def started(self, student: str) -> None: ...
    def finished(self, report: StudentReport, *, kept: bool) -> None: ...

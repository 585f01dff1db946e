"""The whole pipeline on the real engine: small submissions with exactly known results."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.commands.replay import replay_file
from grader.course.course import Exercise, load_course
from grader.judging.grading import grade_exercise
from grader.model.results import CheckResult
from grader.settings import Settings
from tests.judging.toy import make_course, submission

CHECKS = '''\
from grader import Run, check, expect, scenario


@scenario(schedules=12)
def two_clerks(student):
    return student.sell_all(clerks=2)


@check(two_clerks, points=2)
def test_every_sale_counts(run: Run) -> None:
    """Every sale counts.

    Hint: What is between reading and writing?
    """
    counted = run.shaped(0, "sell_all()")
    expect(counted == 2, f"2 tickets were sold, and {counted} were counted.")


@check(two_clerks, points=1)
def test_both_are_joined(run: Run) -> None:
    "Both clerks are waited for."
    assert sorted(run.joined()) == run.started(), f"{run.started()} started, {run.joined()} joined."
    assert len(run.calls("Process.start")) == 2
'''

RIGHT = """\
from multiprocessing import Process, Value


def clerk(count):
    with count.get_lock():
        count.value += 1


def sell_all(clerks):
    count = Value("i", 0)
    staff = [Process(target=clerk, args=(count,), name=f"clerk-{n + 1}") for n in range(clerks)]
    for one in staff:
        one.start()
    for one in staff:
        one.join()
    return count.value
"""
UNLOCKED = RIGHT.replace("    with count.get_lock():\n        count", "    if True:\n        count")


@pytest.fixture(scope="module")
def exercise(tmp_path_factory: pytest.TempPathFactory) -> Exercise:
    folder = make_course(tmp_path_factory.mktemp("course"), checks=CHECKS)
    (found,) = load_course(folder).exercises
    return found


def grade(exercise: Exercise, text: str) -> tuple[CheckResult, CheckResult]:
    counts, joined = grade_exercise(exercise, submission(text), Settings()).checks
    return counts, joined


def test_a_right_submission_is_passed_and_says_what_was_searched(exercise: Exercise) -> None:
    counts, joined = grade(exercise, RIGHT)
    assert (counts.verdict, counts.earned, counts.message) == ("passed", 2, "")
    assert (joined.verdict, joined.earned, joined.message) == ("passed", 1, "")
    assert 1 < counts.schedules <= 12
    assert f"{counts.schedules} schedules" in counts.bound


def test_a_lost_update_fails_its_check_alone_with_cause_and_story(exercise: Exercise) -> None:
    counts, joined = grade(exercise, UNLOCKED)
    assert (counts.verdict, joined.verdict) == ("failed", "passed")
    assert counts.finding is not None
    assert (counts.finding.kind, counts.finding.cause) == ("value", "lost-update")
    assert "2 tickets were sold, and 1 were counted." in counts.message
    assert "line 6" in counts.message
    assert counts.trace is not None
    assert counts.trace.detailed
    assert counts.replay_command.startswith(f"grader replay {counts.finding.replay} lock.py ")
    assert grade(exercise, UNLOCKED) == (counts, joined)  # and once more, the very same


def test_a_deadlock_fails_every_check_of_the_scenario(exercise: Exercise) -> None:
    text = RIGHT.replace(
        "count.value +=", "count.get_lock().acquire(); other.acquire(); count.value +="
    )
    text = "from multiprocessing import Lock\nother = Lock()\nother.acquire()\n" + text
    for result in grade(exercise, text):
        assert result.verdict == "failed"
        assert result.finding is not None
        assert result.finding.kind == "deadlock"


def test_a_todo_in_a_child_process_is_not_done(exercise: Exercise) -> None:
    text = RIGHT.replace(
        "    with count", "    raise NotImplementedError('TODO 1')\n    with count"
    )
    for result in grade(exercise, text):
        assert result.verdict == "not-done"
        assert result.message == (
            "Not done yet in clerk(), line 5 of lock.py: TODO 1. Write this part, and check again."
        )


def test_a_missing_function_is_not_done(exercise: Exercise) -> None:
    for result in grade(exercise, "x = 1\n"):
        assert result.verdict == "not-done"
        assert result.message == (
            "sell_all() is not in lock.py. The check calls it by this name: keep the names that "
            "the skeleton has."
        )


def test_other_parameters_than_the_skeleton_s_are_explained(exercise: Exercise) -> None:
    for result in grade(exercise, RIGHT.replace("(clerks)", "(staff_count)")):
        assert result.verdict == "failed"
        assert "unexpected keyword argument 'clerks'" in result.message
        assert result.message.endswith(
            "Compare its parameters in lock.py with those of the skeleton."
        )


def test_an_import_that_fails_says_so(exercise: Exercise) -> None:
    for result in grade(exercise, "import nothing_of_this_name\n" + RIGHT):
        assert result.verdict == "failed"
        assert result.finding is not None
        assert result.finding.cause == "import-error"
        assert "nothing_of_this_name" in result.message


def test_a_child_that_fails_is_no_pass(exercise: Exercise) -> None:
    text = RIGHT.replace("args=(count,)", "args=(count, 1)")
    for result in grade(exercise, text):
        assert result.verdict == "failed"
        assert result.finding is not None
        assert result.finding.cause == "child-failed"


def test_a_value_that_is_no_json_is_failed_and_said(exercise: Exercise) -> None:
    counts, _ = grade(exercise, RIGHT.replace("return count.value", "return {1, 2}"))
    assert counts.verdict == "failed"


def test_the_judging_code_can_not_be_seen_from_inside(exercise: Exercise) -> None:
    looks = """
    import sys
    scenario = sys._getframe(1).f_globals
    hidden = [name for name in scenario if name in ("check", "Run") or name.startswith("test_")]
    assert not hidden, hidden
    return count.value
"""
    counts, _ = grade(exercise, RIGHT.replace("    return count.value\n", looks))
    assert counts.verdict == "passed"


def test_calls_are_counted_under_their_documented_names(tmp_path: Path) -> None:
    folder = make_course(
        tmp_path,
        checks="""\
from grader import Run, check, scenario


@scenario(schedules=12)
def work(student):
    return student.work()


@check(work)
def test_calls(run: Run) -> None:
    "Calls are seen."
    names = ("Process.start", "Lock.acquire", "Lock.release", "Queue.put",
             "JoinableQueue.task_done", "Connection.send", "Value.write", "time.sleep")
    seen = {name: len(run.calls(name)) for name in names}
    assert seen == dict.fromkeys(names, 3), seen
    assert len(run.calls("Queue.get")) == 6  # a JoinableQueue's get() is a Queue's
    assert {call.line for call in run.calls("Queue.put")} == {6}
    assert len(run.calls("Queue.put", task="a-2")) == 1
    assert run.started() == ["a-1", "a-2", "a-3"] == sorted(run.joined())
    assert run.used("lock") and run.used("joinable-queue") and not run.used("event")
    assert run.most_inside("lock") == 1
    assert all(task.exit_code == 0 for task in run.processes())
""",
    )
    (exercise,) = load_course(folder).exercises
    text = """\
from multiprocessing import JoinableQueue, Lock, Pipe, Process, Queue, Value
from time import sleep

def job(lock, queue, done, end, count):
    with lock:
        queue.put(1)
    sleep(1)
    done.get()
    done.task_done()
    end.send(1)
    count.value = 1

def work():
    lock, queue, done, count = Lock(), Queue(), JoinableQueue(), Value("i", 0)
    ours, theirs = Pipe()
    for _ in range(3):
        done.put(1)
    staff = [Process(target=job, args=(lock, queue, done, theirs, count), name=f"a-{n + 1}")
             for n in range(3)]
    for one in staff:
        one.start()
    got = [queue.get() for _ in range(3)]
    for one in staff:
        one.join()
"""
    (result,) = grade_exercise(exercise, submission(text), Settings()).checks
    assert result.message == ""
    assert result.verdict == "passed"


CORES = """\
import os

from grader import Run, check, scenario


@scenario(cores=5, schedules=1)
def anywhere(student):
    return [os.cpu_count(), student.cores()]


@check(anywhere, points=1)
def test_cores(run: Run) -> None:
    "The program is told of as many cores as the scenario says."
    assert run.shaped([0, 0], "cores()") == [5, 5], f"It was told of {run.value}."
"""


def test_a_scenario_says_how_many_cores_there_are_to_a_replay_too(tmp_path: Path) -> None:
    folder = make_course(tmp_path, checks=CORES)
    (exercise,) = load_course(folder).exercises
    right = "from os import cpu_count\ndef cores():\n    return cpu_count()\n"
    (passed,) = grade_exercise(exercise, submission(right), Settings()).checks
    assert (passed.verdict, passed.message) == ("passed", "")
    wrong = right.replace("cpu_count()\n", "cpu_count() + 1\n")
    (failed,) = grade_exercise(exercise, submission(wrong), Settings()).checks
    assert failed.finding is not None
    assert "It was told of [5, 6]." in failed.message
    file = tmp_path / "lock.py"
    file.write_text(wrong)
    result = replay_file(
        failed.finding.replay,
        str(file),
        Settings(),
        check=f"{exercise.name}/test_cores",
        course=lambda: load_course(folder),
    )
    assert result.finding is not None
    assert result.finding.message == failed.message

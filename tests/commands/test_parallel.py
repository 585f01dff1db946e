"""Several exercises are graded side by side, and the reports are the same as one after another."""

from __future__ import annotations

import multiprocessing
import os
import select
import signal
import subprocess
import sys
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from pathlib import Path

import pytest

from grader.commands.parallel import ExerciseJob, end_with, grade_all, grade_student
from grader.course.course import Course, load_course
from grader.handins.submission import Submission
from grader.model.results import StudentReport
from grader.model.source import SourceText
from grader.settings import Settings
from tests.small_course import RACY, RIGHT, make_course

SETTINGS = Settings(schedules=12)
BREAKING = """\
import os, signal
from grader import check, scenario

os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return load_course(make_course(tmp_path, "01_right", "02_missing", "03_racy"))


def handed_in(name: str, text: str) -> Submission:
    return Submission(name, SourceText(name, text))


def graded(course: Course, cores: tuple[int, ...]) -> StudentReport:
    submissions = {
        "01_right": handed_in("right.py", RIGHT),
        "02_missing": Submission("missing.py", None, "missing.py was not handed in."),
        "03_racy": handed_in("racy.py", RACY),
    }
    return grade_student(
        "anna",
        course,
        submissions,
        SETTINGS,
        cores=cores,
        notes=("A note.",),
        input_hash="abc",
    )


def without_seconds(report: StudentReport) -> StudentReport:
    exercises = tuple(replace(exercise, seconds=0.0) for exercise in report.exercises)
    return replace(report, exercises=exercises)


def test_a_student_s_report_has_every_exercise_in_order(course: Course) -> None:
    report = graded(course, ())
    assert (report.student, report.notes, report.input_hash) == ("anna", ("A note.",), "abc")
    right, missing, racy = report.exercises
    assert [one.exercise for one in report.exercises] == ["01_right", "02_missing", "03_racy"]
    assert [one.earned for one in report.exercises] == [2, 0, 0]
    assert [one.checks[0].verdict for one in report.exercises] == ["passed", "not-done", "failed"]
    assert missing.checks[0].message == "missing.py was not handed in."
    assert report.isolation == right.isolation == racy.isolation != ""


def test_side_by_side_gives_the_same_report_as_one_after_another(course: Course) -> None:
    core = min(os.sched_getaffinity(0))
    apart = graded(course, (core, core))
    assert without_seconds(apart) == without_seconds(graded(course, (core,)))


def test_a_process_that_is_killed_is_told_and_none_is_left(course: Course) -> None:
    first, second, _ = course.exercises
    second.checks.write_text(BREAKING)
    core = min(os.sched_getaffinity(0))
    work = [
        ExerciseJob(first, handed_in("right.py", RIGHT)),
        ExerciseJob(second, handed_in("missing.py", RIGHT)),
    ]
    with pytest.raises(BrokenProcessPool):
        list(grade_all(work, SETTINGS, (core, core)))
    assert multiprocessing.active_children() == []


def test_who_has_lost_its_parent_gets_the_signal_at_once() -> None:
    called = f"parallel.{end_with.__name__}(0, 10)"
    code = f"from grader.commands import parallel; {called}; print('lived')"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, text=True)
    assert (ran.returncode, ran.stdout) == (-signal.SIGUSR1, "")


PROVE = """\
import sys
from pathlib import Path
from grader.course.course import load_course
from grader.settings import Settings
from grader.commands.verify import verify

if __name__ == "__main__":
    course = load_course(Path(sys.argv[1]))
    verify(course, Settings(), jobs=2, progress=lambda *_: print("one", flush=True))
"""


def test_nobody_goes_on_when_who_proves_a_course_is_killed(course: Course, tmp_path: Path) -> None:
    script = tmp_path / "prove.py"
    script.write_text(PROVE)
    with subprocess.Popen(
        [sys.executable, script, course.folder], stdout=subprocess.PIPE, text=True
    ) as proving:
        assert proving.stdout is not None
        assert proving.stdout.readline() == "one\n"
        children = Path(f"/proc/{proving.pid}/task/{proving.pid}/children").read_text().split()
        assert len(children) >= 2
        ends = [os.pidfd_open(int(child)) for child in children]
        proving.kill()
    poller = select.poll()
    for end in ends:
        poller.register(end, select.POLLIN)
    while ends:
        ended = [end for end, _ in poller.poll(60_000)]
        assert ended, "somebody goes on"
        for end in ended:
            poller.unregister(end)
            ends.remove(end)
            os.close(end)

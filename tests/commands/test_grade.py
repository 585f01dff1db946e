"""A class is graded in parallel, one by one, and goes on where it was."""

from __future__ import annotations

import json
import os
import shlex
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from grader.commands import workers
from grader.commands.classroom import Classroom, ClassroomError
from grader.commands.grade import Stopped, grade_class
from grader.course.course import load_course
from grader.model.results import StudentReport
from grader.settings import Settings
from tests.small_course import RACY, RIGHT, make_course

# Plays a worker: does to each student what the student's file says.
WORKER = """\
import json, os, sys
from pathlib import Path

job = json.load(sys.stdin)
here = Path(__file__).parent
student = job["hand_in"]["student"]
with open(here / "log", "a") as log:
    print(student, file=log)
words = Path(job["hand_in"]["files"][0]).read_text().split()
if words[:1] == ["#crash"]:
    sys.exit("it broke")
if words[:1] == ["#crash-once"] and not (here / f"{student}.tried").exists():
    (here / f"{student}.tried").touch()
    os.kill(os.getpid(), 9)
if words[:1] == ["#hang"]:
    import signal
    Path(here / "meeting").write_text(str(os.getpid()))
    signal.pause()
if words[:1] == ["#meet"]:
    (here / "pid").write_text((here / "meeting").read_text())
report = {
    "student": student, "earned": 0, "points": 0, "isolation": "as in a test",
    "course_folder": job["course"],
    "input_hash": job["input_hash"], "notes": [], "exercises": [],
}
Path(job["page"]).write_text("page of " + student)
Path(job["state"]).write_text(json.dumps({"key": job["key"], "report": report}))
"""


class Seen:
    """A watch that writes down what it is told, and may interrupt."""

    def __init__(self, interrupt_at: str = "") -> None:
        self.count = 0
        self.done: list[str] = []
        self.kept: list[str] = []
        self._interrupt_at = interrupt_at

    def begin(self, count: int) -> None:
        self.count = count

    def started(self, student: str) -> None:
        pass

    def finished(self, report: StudentReport, *, kept: bool) -> None:
        (self.kept if kept else self.done).append(report.student)
        if report.student == self._interrupt_at:
            raise KeyboardInterrupt


@pytest.fixture
def room(tmp_path: Path) -> Classroom:
    script = tmp_path / "worker.py"
    script.write_text(WORKER)
    (tmp_path / "class").mkdir()
    return Classroom(
        folder=tmp_path / "class",
        out=tmp_path / "out",
        course=load_course(make_course(tmp_path)),
        settings=Settings(),
        jobs=2,
        worker=(sys.executable, str(script)),
    )


Put = Callable[..., None]


@pytest.fixture
def put(room: Classroom) -> Put:
    def write(**files: str) -> None:
        for student, text in files.items():
            path = room.folder / student / "count.py"
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)

    return write


def attempts(room: Classroom) -> list[str]:
    """Return the students of all workers that were started, in order of name."""
    return sorted((room.out.parent / "log").read_text().split())


def verdicts(report: StudentReport) -> set[str]:
    return {check.verdict for exercise in report.exercises for check in exercise.checks}


def test_every_student_is_graded_once_and_everything_is_written(room: Classroom, put: Put) -> None:
    put(bea="1", ali="2", cid="3")
    seen = Seen()
    report = grade_class(room, seen)
    assert attempts(room) == ["ali", "bea", "cid"]
    assert (seen.count, sorted(seen.done), seen.kept) == (3, ["ali", "bea", "cid"], [])
    assert [student.student for student in report.students] == ["ali", "bea", "cid"]
    assert (report.title, report.isolation) == ("class", "as in a test")
    assert sorted(path.name for path in room.out.iterdir()) == [
        ".state",
        "ali.html",
        "bea.html",
        "cid.html",
        "grades.csv",
        "index.html",
        "junit.xml",
        "results.json",
    ]
    assert json.loads((room.out / "results.json").read_text())["format"] == 1
    assert "ali.html" in (room.out / "index.html").read_text()


def test_a_worker_that_breaks_concerns_nobody_else(room: Classroom, put: Put) -> None:
    put(ali="1", bea="#crash", cid="3")
    report = grade_class(room, Seen())
    assert attempts(room) == ["ali", "bea", "bea", "cid"]
    assert [verdicts(student) for student in report.students] == [set(), {"unsure"}, set()]
    (check,) = report.students[1].exercises[0].checks
    assert (check.points, check.earned) == (2, 0)
    assert check.message == (
        "The grader broke while it graded this hand-in, 2 times (it ended with code 1: it broke). "
        "This is the grader's fault, not the student's. Grade again; what is finished is kept."
    )
    assert (room.out / "bea.html").is_file()


def test_a_worker_that_is_killed_once_is_tried_again(room: Classroom, put: Put) -> None:
    put(ali="#crash-once")
    report = grade_class(room, Seen())
    assert attempts(room) == ["ali", "ali"]
    assert verdicts(report.students[0]) == set()


def test_what_is_finished_is_not_graded_again(room: Classroom, put: Put) -> None:
    put(ali="1", bea="2")
    first = grade_class(room, Seen())
    seen = Seen()
    again = grade_class(room, seen)
    assert attempts(room) == ["ali", "bea"]
    assert (seen.kept, seen.done) == (["ali", "bea"], [])
    assert again.students == first.students


def test_a_changed_hand_in_is_graded_anew_and_alone(room: Classroom, put: Put) -> None:
    put(ali="1", bea="2")
    grade_class(room, Seen())
    put(bea="3")
    seen = Seen()
    grade_class(room, seen)
    assert (seen.kept, seen.done) == (["ali"], ["bea"])


@pytest.mark.parametrize("what", ["checks", "data", "seed", "page", "state"])
def test_whatever_a_result_depends_on_makes_it_old(room: Classroom, put: Put, what: str) -> None:
    put(ali="1")
    grade_class(room, Seen())
    if what == "checks":
        path = room.course.exercises[0].checks
        path.write_text(path.read_text() + "# changed\n")
    elif what == "data":
        data = room.course.exercises[0].folder / "logs" / "monday.log"
        data.parent.mkdir()
        data.touch()
    elif what == "seed":
        room = replace(room, settings=Settings(seed=1))
    elif what == "page":
        (room.out / "ali.html").unlink()
    else:
        (room.out / ".state" / "ali.json").write_text('{"key": ')
    seen = Seen()
    grade_class(room, seen)
    assert seen.done == ["ali"]


def test_a_student_whose_checks_are_unsure_is_tried_again_by_the_next_run(
    room: Classroom, put: Put
) -> None:
    put(ali="1", bea="#crash")
    grade_class(room, Seen())
    (room.out.parent / "worker.py").write_text(WORKER.replace("#crash", "#never"))
    seen = Seen()
    grade_class(room, seen)
    assert (seen.kept, seen.done) == (["ali"], ["bea"])


def test_ctrl_c_ends_the_workers_and_the_next_run_goes_on(
    room: Classroom, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "END_SECONDS", 3600)  # nothing may have to be waited for
    os.mkfifo(room.out.parent / "meeting")  # ali is done once bea's worker is at work
    put(ali="#meet", bea="#hang", cid="#hang", dan="#hang")
    with pytest.raises(Stopped, match=r"^1 of 4 students are graded$"):
        grade_class(room, Seen(interrupt_at="ali"))
    pid = int((room.out.parent / "pid").read_text())
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert not (room.out / "results.json").exists()
    assert [path.name for path in room.out.glob("*.html")] == ["ali.html"]
    put(bea="2", cid="3", dan="4")
    seen = Seen()
    grade_class(room, seen)
    assert (seen.kept, sorted(seen.done)) == (["ali"], ["bea", "cid", "dan"])


def test_the_reports_in_the_class_folder_are_no_student(room: Classroom, put: Put) -> None:
    put(ali="1")
    room = replace(room, out=room.folder / "reports")
    grade_class(room, Seen())
    seen = Seen()
    grade_class(room, seen)
    assert seen.kept == ["ali"]


def test_hostile_names_stay_inside_the_folder_of_reports(room: Classroom, put: Put) -> None:
    put(**{"<script>": "1", "a\\..\\x": "2", "index": "3"})
    before = sorted(room.out.parent.iterdir())
    grade_class(room, Seen())
    made = [path.name for path in room.out.glob("*.html")]
    assert len(made) == 4
    assert {path.name for path in room.out.parent.iterdir()} - {p.name for p in before} == {
        "out",
        "log",
    }


def test_a_missing_folder(room: Classroom) -> None:
    with pytest.raises(ClassroomError, match="Name the folder of hand-ins"):
        grade_class(replace(room, folder=room.folder / "nowhere"), Seen())


def test_a_folder_without_hand_ins(room: Classroom) -> None:
    with pytest.raises(ClassroomError, match="holds no hand-ins"):
        grade_class(room, Seen())


def test_a_folder_that_can_not_be_written_to(room: Classroom, put: Put) -> None:
    put(ali="1")
    (room.out.parent / "file").touch()
    with pytest.raises(ClassroomError, match=r"can't be written to: (Not a directory|File exists)"):
        grade_class(replace(room, out=room.out.parent / "file"), Seen())


def test_the_real_worker_end_to_end(room: Classroom, put: Put) -> None:
    put(ali=RIGHT, bea=RACY, cid="def count(:\n")
    (room.folder / "dan").mkdir()
    (room.folder / "dan" / "notes.txt").write_text("sorry")
    (handed_in,) = (room.folder / "bea").iterdir()
    report = grade_class(
        Classroom(room.folder, room.out, room.course, room.settings, jobs=2), Seen()
    )
    got = {
        student.student: (check.verdict, check.finding and check.finding.cause)
        for student in report.students
        for exercise in student.exercises
        for check in exercise.checks
    }
    assert got == {
        "ali": ("passed", None),
        "bea": ("failed", "lost-update"),
        "cid": ("failed", None),
        "dan": ("not-done", None),
    }
    assert "bea" in (room.out / "bea.html").read_text()
    (failed,) = report.students[1].exercises[0].checks
    assert failed.finding is not None
    assert shlex.split(failed.replay_command) == [
        *("grader", "replay", failed.finding.replay, str(handed_in)),
        *("--check", "01_count/test_counts"),
        *("--exercises", str(room.course.folder.resolve())),
    ]

"""One student of a class is graded again: within the bounds of every worker, or with a reason."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from grader import cli
from grader.commands import workers
from grader.commands.classroom import Classroom, ClassroomError
from grader.commands.grade import grade_class
from grader.commands.regrade import regrade
from grader.course.course import load_course
from grader.errors import GraderFault
from grader.settings import Settings
from tests.commands.test_grade import WORKER, Seen
from tests.small_course import make_course


@pytest.fixture
def room(tmp_path: Path) -> Classroom:
    """Return a class of one that has been graded by a worker of the test's own."""
    script = tmp_path / "worker.py"
    script.write_text(WORKER)
    (tmp_path / "class" / "ali").mkdir(parents=True)
    (tmp_path / "class" / "ali" / "count.py").write_text("1")
    room = Classroom(
        folder=tmp_path / "class",
        out=tmp_path / "out",
        course=load_course(make_course(tmp_path)),
        settings=Settings(),
        jobs=1,
        worker=(sys.executable, str(script)),
    )
    grade_class(room, Seen())
    return room


def again(room: Classroom, worker: str) -> tuple[str, ...]:
    """Grade ali again with a worker that does this first; return the differences."""
    script = Path(room.worker[-1])
    script.write_text(worker + WORKER)
    return regrade(room.out, "ali", lambda _: room.course, worker=room.worker).differences


def test_the_same_is_the_same(room: Classroom) -> None:
    assert again(room, "") == ()


def test_what_a_worker_prints_is_not_printed(
    room: Classroom, capfd: pytest.CaptureFixture[str]
) -> None:
    assert again(room, "print('noise')\n") == ()
    assert capfd.readouterr() == ("", "")


def test_a_worker_that_breaks_is_the_graders_fault_whatever_it_says(room: Classroom) -> None:
    with pytest.raises(GraderFault) as caught:
        again(room, "import os\nos.write(2, b'first\\nit \\xff broke\\n')\nos._exit(7)\n")
    assert str(caught.value) == "the worker made no report: it ended with code 7: it \ufffd broke"


def test_a_worker_that_ends_without_a_report_is_one_too(room: Classroom) -> None:
    with pytest.raises(GraderFault, match=r"^the worker made no report: it ended with code 0: wit"):
        again(room, "raise SystemExit(0)\n")


def test_a_worker_that_hangs_is_ended(room: Classroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "WORKER_SECONDS", 0)
    started: list[int] = []
    start = workers.start_worker

    def seen(command: tuple[str, ...]) -> object:
        process = start(command)
        started.append(process.pid)
        return process

    monkeypatch.setattr("grader.commands.regrade.start_worker", seen)
    with pytest.raises(GraderFault, match=r"no report: it did not end within 0 seconds$"):
        again(room, "import signal\nsignal.pause()\n")
    with pytest.raises(ProcessLookupError):
        os.kill(started[0], 0)


def test_a_class_that_is_gone_is_said(room: Classroom, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(room.folder)
    words = (
        f"There is no folder {room.folder} any more, in which ali handed in what {room.out} tells "
        f"of. Put it back to where it was, or grade the class again from where it is now."
    )
    with pytest.raises(ClassroomError) as caught:
        again(room, "")
    assert str(caught.value) == words
    exercises = str(room.course.folder)
    assert cli.run(["regrade", "ali", "-o", str(room.out), "--exercises", exercises]) == 2
    assert words in capsys.readouterr().err


def test_a_class_that_is_a_file_or_empty_by_now_is_said(room: Classroom) -> None:
    shutil.rmtree(room.folder)
    room.folder.touch()
    with pytest.raises(ClassroomError, match=r"^There is no folder .* any more, in which ali "):
        again(room, "")
    room.folder.unlink()
    room.folder.mkdir()
    with pytest.raises(ClassroomError, match=r"holds no hand-ins: one folder or one file"):
        again(room, "")

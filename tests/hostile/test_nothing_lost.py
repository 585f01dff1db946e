"""Whatever happens while a class is graded, the next run goes on, to the same results."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grader.commands.classroom import Classroom, ClassroomError
from grader.commands.grade import grade_class
from grader.commands.regrade import regrade
from grader.course.course import load_course
from grader.files import held, write_whole
from grader.settings import Settings
from tests.hostile.storm import TOP, VICTIMS, storm
from tests.small_course import RACY, RIGHT, Quiet, make_course


@pytest.fixture
def room(tmp_path: Path) -> Classroom:
    for name, text in {"ali": RIGHT, "bea": RACY}.items():
        (tmp_path / "class" / name).mkdir(parents=True)
        (tmp_path / "class" / name / "count.py").write_text(text)
    course = load_course(make_course(tmp_path))
    return Classroom(tmp_path / "class", tmp_path / "out", course, Settings(schedules=4), jobs=2)


def test_a_sample_of_the_storm(tmp_path: Path) -> None:
    killed = storm(tmp_path, runs=4, seed=1)
    assert {victim: codes.total() for victim, codes in killed.items()} == dict.fromkeys(VICTIMS, 1)


GRADE = f"{sys.executable} -m grader grade class -o out --exercises exercises --schedules 2 >&2"


@pytest.mark.parametrize(
    ("hinder", "why"), [("size=24k", "No space left on device"), ("ro", "Read-only file system")]
)
def test_a_full_or_read_only_folder_is_said_and_the_next_run_goes_on(
    room: Classroom, hinder: str, why: str
) -> None:
    room.out.mkdir()
    user = [] if os.geteuid() == 0 else ["--map-root-user"]
    script = (
        f"mount -t tmpfs -o size=10m,{hinder} none out || exit 77\n"
        f"{GRADE}; echo $?\numount out\n{GRADE}; echo $?\n"
    )
    done = subprocess.run(
        ["unshare", *user, "--mount", "sh", "-c", script],
        check=False,
        cwd=room.out.parent,
        env={**os.environ, "PYTHONPATH": str(TOP)},
        capture_output=True,
        text=True,
    )
    if done.returncode == 77 or not done.stdout:
        pytest.skip("this machine allows no mounts")
    assert done.stdout.split() == ["2", "0"]
    assert f"grader: out can't be written to: {why}" in done.stderr
    kept = json.loads((room.out / "results.json").read_text())
    assert [student["earned"] for student in kept["students"]] == [2, 0]


def test_a_hand_in_that_vanishes_is_unsure_and_graded_when_it_is_back(room: Classroom) -> None:
    class Thief(Quiet):
        """Takes the first hand-in away when all have been found."""

        def begin(self, count: int) -> None:
            shutil.move(room.folder / "ali", room.folder.parent / "ali")

    before = grade_class(room, Thief())
    assert "what was handed in was changed" in before.students[0].exercises[0].checks[0].message
    assert [s.exercises[0].checks[0].verdict for s in before.students] == ["unsure", "failed"]
    shutil.move(room.folder.parent / "ali", room.folder / "ali")
    after = grade_class(room, Quiet())
    assert [s.exercises[0].checks[0].verdict for s in after.students] == ["passed", "failed"]


def test_two_graders_do_not_write_to_one_folder(
    room: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grader.commands.grade.END_SECONDS", 0)
    (room.out / ".state").mkdir(parents=True)
    with (
        held(room.out / ".state" / "lock", 0),
        pytest.raises(
            ClassroomError, match=r"^Another grader is at work on .*\. Let it end first\.$"
        ),
    ):
        grade_class(room, Quiet())


def test_what_a_killed_grader_had_half_written_is_removed(room: Classroom) -> None:
    (room.out / ".state").mkdir(parents=True)
    for folder in (room.out, room.out / ".state"):
        (folder / ".half.part").write_text("{")
    grade_class(room, Quiet())
    assert [*room.out.rglob("*.part")] == []


def test_a_result_can_be_proved_again(room: Classroom) -> None:
    grade_class(room, Quiet())
    proof = regrade(room.out, "bea", lambda _: room.course)
    assert proof.differences == ()
    assert proof.again.exercises[0].checks[0].finding is not None
    state = room.out / ".state" / "bea.json"
    state.write_text(state.read_text().replace('"verdict": "failed"', '"verdict": "passed"'))
    assert regrade(room.out, "bea", lambda _: room.course).differences == (
        "exercises[0].checks[0].verdict: 'passed', and now 'failed'",
    )
    write_whole(room.folder / "bea" / "count.py", RIGHT)
    with pytest.raises(ClassroomError, match=r"^What bea handed in was changed since"):
        regrade(room.out, "bea", lambda _: room.course)
    with pytest.raises(ClassroomError, match=r"has no result of bob\. Grade the class first"):
        regrade(room.out, "bob", lambda _: room.course)
    state.write_text('{"key": "", "report": {"student": "bea"}}')
    with pytest.raises(ClassroomError, match=r"another version of the grader. Grade the class ag"):
        regrade(room.out, "bea", lambda _: room.course)

"""Reports of students who no longer have a hand-in are put aside, and told."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

from grader.commands.classroom import Classroom
from grader.commands.gone import put_aside
from grader.commands.grade import grade_class
from tests.commands.test_grade import Put, Seen, put, room

__all__ = ["put", "room"]  # fixtures


def test_a_student_who_is_gone_is_put_aside_and_told(room: Classroom, put: Put) -> None:
    put(ali="1", Bea="2", cid="3")
    grade_class(room, Seen())
    page = next(room.out.glob("Bea-*.html"))
    text = page.read_text()
    (room.out / "mine.html").write_text("a page of the teacher's own")
    shutil.rmtree(room.folder / "Bea")
    report = grade_class(room, Seen())
    assert report.notes == (
        f"Bea no longer has a hand-in. The report of an earlier run was moved to "
        f".state/gone/{page.name}.",
    )
    assert sorted(path.name for path in room.out.glob("*.html")) == [
        *("ali.html", "cid.html", "index.html", "mine.html")
    ]
    aside = room.out / ".state" / "gone"
    assert (aside / page.name).read_text() == text
    assert json.loads((aside / page.name).with_suffix(".json").read_text())["report"]
    assert report.notes[0] in (room.out / "index.html").read_text()
    assert grade_class(room, Seen()).notes == ()


def test_who_comes_back_is_graded_anew(room: Classroom, put: Put) -> None:
    put(ali="1", bea="2")
    grade_class(room, Seen())
    shutil.rmtree(room.folder / "bea")
    grade_class(room, Seen())
    put(bea="2")
    seen = Seen()
    assert grade_class(room, seen).notes == ()
    assert (seen.kept, seen.done) == (["ali"], ["bea"])


def test_who_was_unsure_has_no_state_and_is_put_aside_too(room: Classroom, put: Put) -> None:
    put(ali="1", bea="#crash")
    grade_class(room, Seen())
    assert not (room.out / ".state" / "bea.json").exists()
    shutil.rmtree(room.folder / "bea")
    assert len(grade_class(room, Seen()).notes) == 1
    assert not (room.out / "bea.html").exists()


def test_another_exercise_alone_lets_nobody_go(room: Classroom, put: Put) -> None:
    put(ali="1", bea="2")
    grade_class(room, Seen())
    room = replace(room, course=replace(room.course, exercises=()), others=room.course.exercises)
    assert grade_class(room, Seen()).notes == ()


def test_results_that_are_no_results_name_nobody(tmp_path: Path) -> None:
    state = tmp_path / ".state"
    state.mkdir()
    (tmp_path / "x.html").touch()
    outside = tmp_path.parent / "outside.html"
    outside.touch()
    for text in ("{", "[]", '{"students": 1}', '{"students": [1, {"student": 2}]}'):
        (tmp_path / "results.json").write_text(text)
        (state / "x.json").write_text(text)
        assert put_aside(tmp_path, state, []) == []
    (tmp_path / "results.json").write_text('{"students": [{"student": "../outside"}]}')
    assert put_aside(tmp_path, state, []) == []
    assert outside.exists()

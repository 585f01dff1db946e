"""Which file of a student is meant for which exercise, however it is called."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import nbformat
import pytest

from grader.checks.asked import asked_by
from grader.course.course import Exercise, load_course
from grader.handins.folder import HandIn, hand_ins
from grader.handins.matching import match_files

SKELETONS = {
    "03_lock": ("lock.py", "def clerk(): ...\ndef sell_all(): ...\n"),
    "07_queue": ("queue_.py", "def producer(): ...\ndef consumer(): ...\n"),
    "08_joinable_queue": ("joinable_queue.py", "def cook(): ...\ndef eat(): ...\n"),
}


@pytest.fixture
def exercises(tmp_path: Path) -> Sequence[Exercise]:
    for name, (file, skeleton) in SKELETONS.items():
        folder = tmp_path / "exercises" / name
        folder.mkdir(parents=True)
        (folder / "README.md").write_text(f"# {name}\n")
        (folder / "checks.py").write_text("")
        (folder / file).write_text(skeleton)
    return load_course(tmp_path / "exercises").exercises


@pytest.fixture
def room(tmp_path: Path) -> Path:
    folder = tmp_path / "class"
    folder.mkdir()
    return folder


def put(folder: Path, *names: str, text: str | None = None) -> None:
    """Make files, each with a text of its own unless one is given."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# {name}\n" if text is None else text)


def alice(room: Path, exercises: Sequence[Exercise]) -> HandIn:
    (only,), notes = hand_ins(room, exercises)
    assert notes == []
    return only


def taken(hand_in: HandIn, exercises: Sequence[Exercise]) -> dict[str, str]:
    matches, _ = match_files(hand_in, exercises)
    return {m.exercise.name: hand_in.shown(m.path) for m in matches if m.path}


# Files of one student's folder


@pytest.mark.parametrize(
    "file",
    ["lock.py", "lock.ipynb", "03_lock/lock.py", "exercises/03_lock/lock.py", "somewhere/lock.py"],
)
def test_the_asked_for_name_needs_no_note(
    room: Path, exercises: Sequence[Exercise], file: str
) -> None:
    put(room, f"alice/{file}")
    match = match_files(alice(room, exercises), exercises)[0][0]
    assert match.path == room / "alice" / file
    assert match.notes == ()


@pytest.mark.parametrize(
    "file",
    [
        "Lock.py",
        "LOCK.PY",
        "lock (1).py",
        "lock - Copy.py",
        "lock_final_v2.py",
        "03_lock.py",
        "03 lock.ipynb",
        "alice_lock.py",
        "lock-homework-group-b.py",
        "03_lock/solution.py",
        "Exercise 03 lock/main.py",
    ],
)
def test_a_name_that_can_be_recognised_is_taken_with_a_note(
    room: Path, exercises: Sequence[Exercise], file: str
) -> None:
    put(room, f"alice/{file}")
    match = match_files(alice(room, exercises), exercises)[0][0]
    assert match.path == room / "alice" / file
    assert match.notes == (f"{file} was taken for lock.py. Name it lock.py.",)


def test_the_exact_name_goes_before_a_copy(room: Path, exercises: Sequence[Exercise]) -> None:
    put(room, "alice/lock.py", "alice/lock (1).py")
    matches, notes = match_files(alice(room, exercises), exercises)
    assert matches[0].path == room / "alice" / "lock.py"
    assert notes == ("Not graded, since no exercise asks for it: lock (1).py.",)


def test_what_an_exercise_asks_for_is_what_its_scenarios_take(
    exercises: Sequence[Exercise],
) -> None:
    exercises[0].checks.write_text(
        "def helper(x, n):\n    return x.clerk(n.value).sold\n"
        "@scenario(schedules=3)\n"
        "def sell(student):\n    out = Out()\n    out.left = getattr(student, 'sell_all')\n"
        "    return helper(student, student.PRICE)\n"
        "def counts(run: Run):\n    return run.shaped([0], 'text')\n"
        "@check(sell, points=1)\ndef test_sell(run: Run):\n    assert run.status\n"
    )
    assert asked_by(exercises[0]) == {"clerk", "value", "sell_all", "PRICE"}
    exercises[0].checks.write_text("def (:")
    assert asked_by(exercises[0]) == frozenset()


@pytest.mark.parametrize(
    ("worked", "other"), [("lock.ipynb", "lock.py"), ("lock.py", "lock.ipynb")]
)
def test_of_a_program_and_a_notebook_the_one_that_was_worked_on_is_graded(
    room: Path, exercises: Sequence[Exercise], worked: str, other: str
) -> None:
    for name, text in ((worked, "def clerk(): pass\n"), (other, SKELETONS["03_lock"][1])):
        book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(text)])
        content = nbformat.writes(book) if name.endswith(".ipynb") else text
        put(room, f"alice/03_lock/{name}", text=content)
    matches, notes = match_files(alice(room, exercises), exercises)
    assert matches[0].path == room / "alice" / "03_lock" / worked
    assert matches[0].notes == (f"03_lock/{other} is as it was given out, and was not graded.",)
    assert notes == ()


def test_of_a_program_and_a_notebook_with_work_in_both_the_form_that_was_asked_for_is_graded(
    room: Path, exercises: Sequence[Exercise]
) -> None:
    put(room, "alice/lock.py", "alice/lock.ipynb")
    match = match_files(alice(room, exercises), exercises)[0][0]
    assert match.path == room / "alice" / "lock.py"
    assert match.notes == ("lock.ipynb was not graded, since lock.py is there.",)


def test_a_longer_name_is_not_its_part(room: Path, exercises: Sequence[Exercise]) -> None:
    put(room, "alice/joinable queue final.py", "alice/Queue.py")
    assert taken(alice(room, exercises), exercises) == {
        "07_queue": "Queue.py",
        "08_joinable_queue": "joinable queue final.py",
    }


def test_of_two_files_that_would_do_none_is_taken(
    room: Path, exercises: Sequence[Exercise]
) -> None:
    put(room, "alice/lock (1).py", "alice/lock (2).py")
    matches, notes = match_files(alice(room, exercises), exercises)
    assert matches[0].path is None
    assert matches[0].notes == (
        "More than one file could be lock.py: lock (1).py, lock (2).py. None of them was graded. "
        "Keep one, and name it lock.py.",
    )
    assert notes == ()


def test_two_equal_copies_are_one_file(room: Path, exercises: Sequence[Exercise]) -> None:
    put(room, "alice/lock (1).py", "alice/lock (2).py", text="x = 1\n")
    assert taken(alice(room, exercises), exercises) == {"03_lock": "lock (1).py"}


def test_a_file_that_names_two_exercises_is_neither(
    room: Path, exercises: Sequence[Exercise]
) -> None:
    put(room, "alice/lock and queue.py")
    assert taken(alice(room, exercises), exercises) == {}


def test_the_functions_tell_where_the_name_does_not(
    room: Path, exercises: Sequence[Exercise]
) -> None:
    put(room, "alice/work.py", text="def clerk(): ...\ndef sell_all(): ...\n")
    match = match_files(alice(room, exercises), exercises)[0][0]
    assert match.path == room / "alice" / "work.py"
    assert match.notes == ("work.py was taken for lock.py, since it defines clerk(), sell_all().",)


def test_a_missing_file_is_said(room: Path, exercises: Sequence[Exercise]) -> None:
    put(room, "alice/lock.py")
    matches, _ = match_files(alice(room, exercises), exercises)
    assert [match.notes for match in matches] == [
        (),
        ("queue_.py was not handed in. Is it named and placed as asked?",),
        ("joinable_queue.py was not handed in. Is it named and placed as asked?",),
    ]


def test_extra_files_are_named_but_not_the_exercises_own(
    room: Path, exercises: Sequence[Exercise]
) -> None:
    put(room, "alice/03_lock/lock.py", "alice/03_lock/README.md", "alice/03_lock/checks.py")
    put(exercises[0].folder, "logs/monday.log")
    put(room, "alice/03_lock/logs/monday.log")
    put(room, *(f"alice/data{number}.txt" for number in range(7)))
    put(room, "alice/old.zip", "alice/.DS_Store", "alice/__pycache__/lock.pyc")
    _, notes = match_files(alice(room, exercises), exercises)
    assert notes == (
        "Not graded, since no exercise asks for it: data0.txt, data1.txt, data2.txt, data3.txt, "
        "data4.txt and 3 more.",
        "Archives beside programs are not opened: hand in either the one or the other.",
    )


def test_files_of_exercises_that_are_not_graded_now_are_no_surprise(
    room: Path, exercises: Sequence[Exercise]
) -> None:
    put(room, "alice/lock.py", "alice/queue_.py", "alice/joinable queue.py", "alice/x.py")
    matches, notes = match_files(alice(room, exercises), exercises[:1], exercises[1:])
    assert [match.path for match in matches] == [room / "alice" / "lock.py"]
    assert notes == ("Not graded, since no exercise asks for it: x.py.",)


def test_a_linked_folder_is_not_followed(room: Path, exercises: Sequence[Exercise]) -> None:
    put(room, "alice/queue_.py")
    (room / "alice" / "more").symlink_to(room.parent / "exercises")
    hand_in = alice(room, exercises)
    assert hand_in.files == (room / "alice" / "queue_.py",)
    assert hand_in.notes == ("more is a link to a folder, and was not followed.",)


# Who the students are


def names(room: Path, exercises: Sequence[Exercise]) -> list[str]:
    return [hand_in.student for hand_in in hand_ins(room, exercises)[0]]


def test_one_folder_for_each_student_in_natural_order(
    room: Path, exercises: Sequence[Exercise]
) -> None:
    put(room, "student10/lock.py", "student2/lock.py", "Ana/lock.py", ".git/config")
    assert names(room, exercises) == ["Ana", "student2", "student10"]


def test_loose_files_name_student_and_exercise(room: Path, exercises: Sequence[Exercise]) -> None:
    put(room, "alice_lock.py", "queue-alice.ipynb", "Bob Brown - 03_lock (final).py")
    students, _ = hand_ins(room, exercises)
    assert [student.student for student in students] == ["alice", "Bob_Brown"]
    assert taken(students[0], exercises) == {
        "03_lock": "alice_lock.py",
        "07_queue": "queue-alice.ipynb",
    }


def test_a_loose_file_may_be_only_the_students_name(
    room: Path, exercises: Sequence[Exercise]
) -> None:
    put(room, "alice.py", "bob.py")
    students, _ = hand_ins(room, exercises[:1])
    assert [student.student for student in students] == ["alice", "bob"]
    assert taken(students[0], exercises[:1]) == {"03_lock": "alice.py"}


def test_a_folder_that_holds_the_exercises_is_one_students(
    room: Path, exercises: Sequence[Exercise]
) -> None:
    put(room, "03_lock/lock.py", "07_queue/queue_.py", "notes.txt")
    assert names(room, exercises) == ["class"]


def test_other_files_beside_the_students_are_said(
    room: Path, exercises: Sequence[Exercise]
) -> None:
    put(room, "alice/lock.py", "grades.xlsx")
    assert hand_ins(room, exercises)[1] == [
        "grades.xlsx is neither a student's folder nor a program."
    ]


def test_a_loose_file_may_link_nowhere(room: Path, exercises: Sequence[Exercise]) -> None:
    put(room, "bob_lock.py")
    (room / "alice_lock.py").symlink_to("bob_lock.py")
    first = hand_ins(room, exercises)[0][0]
    assert first.bounds(first.files[0]) == room / "alice_lock.py"


# What has to be mended, and what lies beside


@pytest.mark.parametrize("file", ["lock.txt", "Lock final.TXT", "lock.py.txt", "03_lock/lock"])
def test_a_program_that_is_called_a_text_is_told_to_be_renamed(
    room: Path, exercises: Sequence[Exercise], file: str
) -> None:
    put(room, f"alice/{file}", "alice/queue_.py")
    matches, notes = match_files(alice(room, exercises), exercises)
    assert (matches[0].path, matches[0].notes) == (
        None,
        (
            f"lock.py was not handed in, but {file} was, whose name does not end as a "
            f"program's does. Rename it to lock.py.",
        ),
    )
    assert notes == ()


def test_a_document_is_told_to_be_none(room: Path, exercises: Sequence[Exercise]) -> None:
    put(room, "alice/lock.docx")
    assert match_files(alice(room, exercises), exercises)[0][0].notes == (
        "lock.py was not handed in, but lock.docx was, which is a document and no program. Save "
        "its text as lock.py, and hand in that.",
    )


def test_a_text_of_that_name_beside_the_program_is_an_extra_file(
    room: Path, exercises: Sequence[Exercise]
) -> None:
    put(room, "alice/lock.py", "alice/lock.txt")
    matches, notes = match_files(alice(room, exercises), exercises)
    assert (matches[0].path, matches[0].notes) == (room / "alice" / "lock.py", ())
    assert notes == ("Not graded, since no exercise asks for it: lock.txt.",)


def test_a_loose_text_with_an_exercises_name_is_somebodys_hand_in(
    room: Path, exercises: Sequence[Exercise]
) -> None:
    put(room, "alice_lock.txt", "readme.txt", "bob_queue.py")
    students, notes = hand_ins(room, exercises)
    assert [student.student for student in students] == ["alice", "bob"]
    assert notes == ["readme.txt is neither a student's folder nor a program."]
    assert match_files(students[0], exercises)[0][0].notes == (
        "lock.py was not handed in, but alice_lock.txt was, whose name does not end as a "
        "program's does. Rename it to lock.py.",
    )


def test_other_versions_in_other_folders_are_told(
    room: Path, exercises: Sequence[Exercise]
) -> None:
    put(room, "alice/lock.py", "alice/old/lock.py", "alice/old/older/lock.ipynb")
    put(room, "alice/given/lock.py", text=SKELETONS["03_lock"][1])
    put(room, "alice/same/lock.py", text="# alice/lock.py\n")
    matches, notes = match_files(alice(room, exercises), exercises)
    assert (matches[0].path, matches[0].notes) == (
        room / "alice" / "lock.py",
        ("old/lock.py, old/older/lock.ipynb were not graded: lock.py was.",),
    )
    assert notes == ()


@pytest.mark.parametrize("file", ["work.rar", "work.7z", "lock.py.gz", "lock.RAR"])
def test_archives_of_other_kinds_are_told_to_be_not_supported(
    room: Path, exercises: Sequence[Exercise], file: str
) -> None:
    put(room, f"alice/{file}")
    matches, notes = match_files(alice(room, exercises), exercises)
    assert {match.path for match in matches} == {None}
    kind = Path(file).suffix.lower()
    assert notes == (
        f"{file} was not opened: archives of the kind {kind} are not supported. Hand in a .zip or "
        f".tar.gz, or the files themselves.",
    )


@pytest.mark.parametrize(
    ("file", "student"),
    [
        ("alice.zip", "alice"),
        ("alice.tar.gz", "alice"),
        ("Alice B.TAR.BZ2", "Alice B"),
        ("alice.tgz", "alice"),
        ("alice.txz", "alice"),
        ("alice_lock.tar.xz", "alice"),
        ("j.doe.tar.gz", "j.doe"),
        ("alice.rar", "alice"),
        ("lock.tar.gz", "lock"),
    ],
)
def test_an_archive_is_its_students_by_its_whole_name(
    room: Path, exercises: Sequence[Exercise], file: str, student: str
) -> None:
    put(room, file, "zed/lock.py")
    assert names(room, exercises) == [student, "zed"]


def test_a_folder_and_an_archive_of_one_name_are_one_student(
    room: Path, exercises: Sequence[Exercise]
) -> None:
    put(room, "alice/lock.py", "alice.tar.gz", "alice.zip")
    (only,) = hand_ins(room, exercises)[0]
    assert only.files == tuple(
        room / name for name in ("alice/lock.py", "alice.tar.gz", "alice.zip")
    )
    assert match_files(only, exercises)[0][0].path == room / "alice" / "lock.py"


# Exercises that are not graded now


def test_data_and_misnamed_files_of_other_exercises_are_no_surprise(
    room: Path, exercises: Sequence[Exercise]
) -> None:
    put(exercises[1].folder, "logs/monday.log")
    put(room, "alice/lock.py", "alice/07_queue/logs/monday.log", "alice/queue.txt", "alice/x.csv")
    put(room, "alice/work.py", text=SKELETONS["08_joinable_queue"][1])
    _, notes = match_files(alice(room, exercises), exercises[:1], exercises[1:])
    assert notes == ("Not graded, since no exercise asks for it: x.csv.",)


@pytest.mark.parametrize("file", ["queue_.py", "work.py"])
def test_another_exercises_file_is_not_taken_for_the_only_one_that_is_graded(
    room: Path, exercises: Sequence[Exercise], file: str
) -> None:
    put(room, f"alice/{file}", text=SKELETONS["07_queue"][1])
    matches, notes = match_files(alice(room, exercises), exercises[:1], exercises[1:])
    assert [match.notes for match in matches] == [
        ("lock.py was not handed in. Is it named and placed as asked?",)
    ]
    assert notes == ()

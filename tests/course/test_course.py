"""A folder of exercises is a course: nothing else says so."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from grader.course.course import CourseError, load_course
from grader.course.places import find_exercises
from tests.judging.toy import make_course


@pytest.fixture
def exercises(tmp_path: Path) -> Path:
    """A course of three exercises, made in another order than the course's."""
    folder = make_course(tmp_path)
    for name, file in (("10_pipe", "pipe.py"), ("7_queue", "line.py")):
        shutil.copytree(folder / "03_lock", folder / name)
        (folder / name / "lock.py").rename(folder / name / file)
    return folder


def test_exercises_come_in_the_order_of_their_numbers(exercises: Path) -> None:
    course = load_course(exercises)
    assert [e.name for e in course.exercises] == ["03_lock", "7_queue", "10_pipe"]
    first = course.exercises[0]
    assert (first.number, first.topic, first.file) == (3, "lock", "lock.py")
    assert first.title == "Tickets: nobody oversells"
    assert first.skeleton == exercises / "03_lock" / "lock.py"
    assert (course.solutions, first.solutions) == (None, None)


def test_the_files_of_an_exercise_are_all_that_a_student_sees(exercises: Path) -> None:
    folder = exercises / "03_lock"
    for name in ("logs/old/monday.log", "__pycache__/lock.pyc", ".cache/x"):
        (folder / name).parent.mkdir(parents=True)
        (folder / name).touch()
    seen = [
        path.relative_to(folder).as_posix() for path in load_course(exercises).exercises[0].files
    ]
    assert seen == ["README.md", "checks.py", "lock.py", "logs/old/monday.log"]


def test_solutions_beside_the_exercises_are_found(exercises: Path) -> None:
    mirrored = exercises.parent / "solutions" / "03_lock"
    mirrored.mkdir(parents=True)
    lock, queue, _ = load_course(exercises).exercises
    assert (lock.solutions, queue.solutions) == (mirrored, None)


@pytest.mark.parametrize("word", ["7_queue", "queue", "7", "07", "line.py", "line", "line.ipynb"])
def test_an_exercise_has_several_names(exercises: Path, word: str) -> None:
    assert load_course(exercises).find(word).name == "7_queue"


def test_a_name_that_fits_none_or_several_is_explained(exercises: Path) -> None:
    course = load_course(exercises)
    with pytest.raises(CourseError) as caught:
        course.find("pool")
    assert str(caught.value) == (
        f"There is no exercise 'pool' in {exercises}. There are: 03_lock, 7_queue, 10_pipe."
    )
    shutil.copytree(exercises / "7_queue", exercises / "08_deque")
    with pytest.raises(CourseError) as caught:
        load_course(exercises).find("line.py")
    assert str(caught.value) == (
        "'line.py' fits more than one exercise: 7_queue, 08_deque. Name one of them."
    )


def test_what_is_no_course_is_said(exercises: Path, tmp_path: Path) -> None:
    with pytest.raises(CourseError, match=r"^There is no folder .*/nowhere\.$"):
        load_course(tmp_path / "nowhere")
    (tmp_path / "empty").mkdir()
    with pytest.raises(CourseError, match=r"empty holds a checks\.py, so it is no course\.$"):
        load_course(tmp_path / "empty")
    with pytest.raises(CourseError, match=r"^There is no folder .*/nowhere\.$"):
        load_course(exercises, tmp_path / "nowhere")


def test_what_is_no_exercise_is_said(exercises: Path) -> None:
    lock = exercises / "03_lock"
    (lock / "README.md").write_text("No heading.\n")
    with pytest.raises(CourseError, match=r"README\.md has no heading: its first line is the ti"):
        load_course(exercises)
    (lock / "README.md").unlink()
    with pytest.raises(CourseError, match=r"README\.md can't be read: .*No such file"):
        load_course(exercises)
    (lock / "README.md").write_text("# Lock #\n")
    (lock / "more.py").touch()
    with pytest.raises(
        CourseError, match=r"besides checks\.py, .*handed in: lock\.py, more\.py\.$"
    ):
        load_course(exercises)
    (lock / "README.md").write_text("# Lock #\nYou edit and hand in `lock.py`.")
    assert load_course(exercises).exercises[0].file == "lock.py"
    (lock / "more.py").unlink()
    assert load_course(exercises).exercises[0].title == "Lock"
    (lock / "lock.py").rename(lock / "my.py")
    with pytest.raises(
        CourseError, match=r"is not whole: lock\.py is missing in 03_lock \(found: my\.py\)\.$"
    ):
        load_course(exercises)
    (lock / "my.py").rename(lock / "lock.py")
    shutil.copytree(lock, exercises / "3_again")
    (exercises / "3_again" / "checks.py").write_text("# other checks\n")
    with pytest.raises(CourseError, match=r"03_lock and .*3_again have the same number\.$"):
        load_course(exercises)


def test_of_what_is_handed_in_either_form_is_the_exercises_file(exercises: Path) -> None:
    lock = exercises / "03_lock"
    (lock / "README.md").write_text("# Lock\nYou edit and hand in `lock.py`.\n")
    (lock / "lock.py").rename(lock / "lock.ipynb")
    assert load_course(exercises).exercises[0].file == "lock.ipynb"


@pytest.mark.parametrize(
    ("left", "problem"),
    [
        (["my.py"], "lock.py is missing in 03_lock (found: my.py)."),
        ([], "lock.py is missing in 03_lock (found: no other .py or notebook)."),
        (["Lock.py", "a.ipynb"], "lock.py is missing in 03_lock (found: Lock.py, a.ipynb)."),
    ],
)
def test_a_file_that_is_missing_is_that_exercises_problem_alone(
    exercises: Path, left: list[str], problem: str
) -> None:
    lock = exercises / "03_lock"
    (lock / "README.md").write_text("# Lock\nYou edit and hand in `lock.py`.\n")
    (lock / "lock.py").unlink()
    for name in left:
        (lock / name).touch()
    course = load_course(exercises, lenient=True)
    assert [exercise.problem for exercise in course.exercises] == [problem, "", ""]
    assert course.exercises[0].file == "lock.py"


@pytest.mark.parametrize(
    ("copy", "of"),
    [
        ("03_lock_old", "03_lock"),
        ("03_lock copy", "03_lock"),
        ("03_lock (2)", "03_lock"),
        ("03_lock - Copy", "03_lock"),
        ("Copy of 03_lock", "03_lock"),
        ("old_03_lock", "03_lock"),
        ("03_Lock.bak", "03_lock"),
        ("3_again", "03_lock"),
        ("10_pipe_mine", "10_pipe"),
    ],
)
def test_a_copy_of_an_exercises_folder_is_left_out_and_told(
    exercises: Path, copy: str, of: str
) -> None:
    shutil.copytree(exercises / of, exercises / copy)
    course = load_course(exercises)
    assert [e.name for e in course.exercises] == ["03_lock", "7_queue", "10_pipe"]
    assert [one.note for one in course.copies] == [
        f"{copy} is left out: by its name or its checks it is a copy of {of}."
    ]


def test_a_copy_whose_checks_are_older_is_one_by_its_name(exercises: Path) -> None:
    shutil.copytree(exercises / "03_lock", exercises / "03_lock_old")
    (exercises / "03_lock_old" / "checks.py").write_text("# of last year\n")
    assert [e.name for e in load_course(exercises).exercises] == ["03_lock", "7_queue", "10_pipe"]


@pytest.mark.parametrize("name", ["13_lock", "03_locks", "11_7_queue", "8_queue_and_lock"])
def test_an_exercise_with_a_name_like_another_ones_stays_one(exercises: Path, name: str) -> None:
    shutil.copytree(exercises / "7_queue", exercises / name)
    (exercises / name / "checks.py").write_text("# its own\n")
    if name == "03_locks":
        with pytest.raises(CourseError, match="have the same number"):
            load_course(exercises)
    course = load_course(exercises, lenient=True)
    assert (name in [e.name for e in course.exercises], course.copies) == (True, ())


def test_the_exercises_are_found_from_wherever_one_works(exercises: Path) -> None:
    for start in (exercises, exercises / "03_lock", exercises.parent):
        assert find_exercises(start) == exercises

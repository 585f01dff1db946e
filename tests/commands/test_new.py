"""A new exercise: what is written where, what is refused, and that it proves itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.commands.new import make_exercise, place_for_new
from grader.commands.verify import verify
from grader.course.course import CourseError, load_course
from grader.settings import Settings
from tests.small_course import make_course

FILES = [
    "exercises/30_topic/README.md",
    "exercises/30_topic/topic.py",
    "exercises/30_topic/checks.py",
    "solutions/30_topic/topic.py",
    "solutions/30_topic/wrong/test_nothing_is_lost/no_lock.py",
]


def test_a_new_exercise_has_every_file_that_verify_asks_for_and_is_proved(tmp_path: Path) -> None:
    exercises = make_course(tmp_path)
    written = make_exercise(exercises, "30_topic")
    assert [path.relative_to(tmp_path).as_posix() for path in written] == FILES
    course = load_course(exercises)
    found = verify(course, Settings(), only=course.find("30_topic"))
    assert [(proof.subject, proof.seen) for proof in found.proofs] == [
        ("30_topic: files", "as expected"),
        ("30_topic: judgements", "as expected"),
        ("30_topic: given", "as expected"),
        ("30_topic: skeleton", "0 of 2 points"),
        ("30_topic: reference", "2 of 2 points"),
        (
            "30_topic: wrong/test_nothing_is_lost/no_lock.py",
            "test_nothing_is_lost failed: lost-update",
        ),
    ]
    assert found.ok


def test_it_goes_among_the_exercises_that_are_found_from_here_upwards(tmp_path: Path) -> None:
    assert place_for_new(tmp_path) == tmp_path / "exercises"
    exercises = make_course(tmp_path)
    assert place_for_new(tmp_path) == exercises
    assert place_for_new(exercises / "01_count") == exercises


@pytest.mark.parametrize("there", ["exercises/30_topic", "solutions/30_topic"])
def test_nothing_is_written_over(tmp_path: Path, there: str) -> None:
    (tmp_path / there).mkdir(parents=True)
    with pytest.raises(CourseError) as caught:
        make_exercise(tmp_path / "exercises", "30_topic")
    assert str(caught.value) == f"{tmp_path / there} is there already, and is left as it is."
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("name", ["topic", "30", "30_", "30_My_Topic", "30_a b", "../30_topic", ""])
def test_a_name_that_is_none_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(CourseError) as caught:
        make_exercise(tmp_path, name)
    assert str(caught.value) == (
        f"{name!r} is no name for an exercise: it is a number, an underscore and a topic in small "
        "letters, such as 30_topic."
    )


def test_a_topic_that_hides_a_module_of_pythons_own_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CourseError) as caught:
        make_exercise(tmp_path, "30_queue")
    assert str(caught.value) == (
        "queue.py would stand in the place of Python's own module queue: choose another topic, "
        "such as 30_my_queue."
    )


def test_a_topic_that_is_a_keyword_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CourseError) as caught:
        make_exercise(tmp_path, "30_class")
    assert str(caught.value) == (
        "class is a word of Python's own, and no module can have its name: choose another topic, "
        "such as 30_my_class."
    )


def test_a_number_that_is_taken_is_refused(tmp_path: Path) -> None:
    exercises = make_course(tmp_path)
    with pytest.raises(CourseError) as caught:
        make_exercise(exercises, "1_topic")
    assert str(caught.value) == (
        f"{exercises / '01_count'} has the number 1 already: a number is an exercise's place in "
        "the course."
    )


def test_a_folder_that_cannot_be_written_to_is_told(tmp_path: Path) -> None:
    (tmp_path / "solutions").write_text("a file")
    with pytest.raises(CourseError) as caught:
        make_exercise(tmp_path / "exercises", "30_topic")
    assert str(caught.value) == (
        f"{tmp_path}/solutions/30_topic/topic.py can't be written: Not a directory."
    )

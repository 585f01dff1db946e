"""What the handout's README tells students to type, by what they are given."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from grader.course.course import Course
from grader.course.handout import make_handout
from grader.course.wheel import FITTING

FORMS = pytest.mark.parametrize("notebooks", [False, True], ids=["programs", "notebooks"])


def readme(folder: Path, course: Course, *, notebooks: bool, package: str | None = None) -> str:
    make_handout(folder, course, notebooks=notebooks, package=package)
    return (folder / "README.md").read_text()


@FORMS
@pytest.mark.parametrize(
    ("package", "given_to_pip"),
    [(None, FITTING), ("grader-of-ours", "grader-of-ours"), ("ours>=2", "'ours>=2'")],
    ids=["wheel", "package", "quoted"],
)
def test_every_line_that_is_typed(
    course: Course, tmp_path: Path, notebooks: bool, package: str | None, given_to_pip: str
) -> None:
    text = readme(tmp_path / "students", course, notebooks=notebooks, package=package)
    assert re.findall(r"^ {4}(\S.*)$", text, re.MULTILINE) == [
        *("python3 -m venv .venv", ". .venv/bin/activate", f"python -m pip install {given_to_pip}"),
        *(["python -m pip install jupyter"] if notebooks else []),
        *("cd 01_count", "grader check", "grader check --hint"),
    ]


@FORMS
def test_the_file_that_is_edited(course: Course, tmp_path: Path, notebooks: bool) -> None:
    text = readme(tmp_path / "students", course, notebooks=notebooks)
    file = "the notebook `count.ipynb`" if notebooks else "`count.py`"
    assert f"\n(01_count: {file}).\n" in text
    assert ("Save the notebook before you check it." in text) == notebooks


@pytest.mark.parametrize("package", [None, "grader-of-ours"])
def test_of_a_wheel_it_speaks_where_one_lies_there(
    course: Course, tmp_path: Path, package: str | None
) -> None:
    text = readme(tmp_path / "students", course, notebooks=False, package=package)
    assert ("The grader is the `.whl` file in this folder." in text) == (package is None)

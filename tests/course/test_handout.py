"""What students are given: all that they need, nothing of the solutions, and never over theirs."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import nbformat
import pytest
import yaml

from grader.checks.asked import asked_by
from grader.course.course import Course, load_course
from grader.course.handout import make_handout
from grader.course.handout_files import MEMORY, Handout, HandoutError
from grader.course.handout_notebook import code_cells, notebook
from grader.course.wheel import Wheel
from grader.handins.submission import read_submission
from grader.version import __version__
from tests.small_course import RIGHT, SKELETON, make_course

ROOT = Path(__file__).parents[2]
COURSE = load_course(ROOT / "exercises", ROOT / "solutions")


def made(
    folder: Path, course: Course, *, notebooks: bool = False, package: str | None = None
) -> Handout:
    return make_handout(folder, course, notebooks=notebooks, package=package)


def contents(folder: Path) -> dict[str, bytes]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


WHEEL = f"concurrency_grader-{__version__}-py3-none-any.whl"
OURS = (
    *(".devcontainer/devcontainer.json", ".github/workflows/check.yml", ".gitignore"),
    *("README.md", WHEEL),
)


def test_it_holds_tasks_skeletons_and_checks_and_no_solutions(
    course: Course, tmp_path: Path
) -> None:
    handout = made(tmp_path / "students", course)
    got = contents(tmp_path / "students")
    assert sorted([*handout.written, MEMORY]) == sorted(got)
    assert set(got) == {
        *OURS,
        MEMORY,
        *(f"01_count/{name}" for name in ("README.md", "checks.py", "count.py")),
        *(f"02_add/{name}" for name in ("README.md", "checks.py", "add.py")),
    }
    assert got["01_count/count.py"] == SKELETON.encode()
    assert not any(RIGHT.encode() in data for data in got.values())


def test_it_is_a_course_of_its_own(course: Course, tmp_path: Path) -> None:
    for form in ("programs", "notebooks"):
        made(tmp_path / form, course, notebooks=form == "notebooks")
        own = load_course(tmp_path / form)
        assert [one.name for one in own.exercises] == ["01_count", "02_add"]
        assert [one.title for one in own.exercises] == ["Counting together"] * 2
    assert [one.file for one in own.exercises] == ["count.ipynb", "add.ipynb"]


def test_data_files_go_along(course: Course, tmp_path: Path) -> None:
    folder = course.exercises[0].folder
    (folder / "data").mkdir()
    (folder / "data" / "tickets.json").write_text("[1]")
    (folder / "picture.png").write_bytes(b"\x89PNG\xff")
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__" / "checks.pyc").touch()
    (folder / ".ipynb_checkpoints").mkdir()
    (folder / ".ipynb_checkpoints" / "x.json").touch()
    for form in ("programs", "notebooks"):
        made(tmp_path / form, course, notebooks=form == "notebooks")
        there = {path.name for path in (tmp_path / form / "01_count").rglob("*")}
        assert there >= {"data", "tickets.json", "picture.png"}
        assert not there & {"__pycache__", ".ipynb_checkpoints", "checks.pyc", "x.json"}
        assert (tmp_path / form / "01_count" / "picture.png").read_bytes() == b"\x89PNG\xff"


@pytest.mark.parametrize("notebooks", [False, True])
def test_the_same_handout_twice_is_the_same_byte_for_byte(
    course: Course, tmp_path: Path, notebooks: bool
) -> None:
    made(tmp_path / "one", course, notebooks=notebooks)
    made(tmp_path / "two", course, notebooks=notebooks)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


# --- again, in the same folder


def test_again_nothing_is_written(course: Course, tmp_path: Path) -> None:
    first = made(tmp_path / "students", course)
    again = made(tmp_path / "students", course)
    assert (again.written, again.renewed, again.left, again.removed) == ((), (), (), ())
    assert set(again.same) == set(first.written)


def test_a_new_exercise_is_added_and_a_students_work_is_left_and_named(tmp_path: Path) -> None:
    students = tmp_path / "students"
    made(students, load_course(make_course(tmp_path / "old", "01_count")))
    (students / "01_count" / "count.py").write_text(RIGHT)
    (students / "01_count" / "mine.txt").write_text("mine")
    handout = made(students, load_course(make_course(tmp_path / "new", "01_count", "02_add")))
    assert handout.written == ("02_add/README.md", "02_add/add.py", "02_add/checks.py")
    assert handout.left == ("01_count/count.py",)
    assert (students / "01_count" / "count.py").read_text() == RIGHT


def test_a_file_that_was_deleted_comes_again(course: Course, tmp_path: Path) -> None:
    made(tmp_path / "students", course)
    (tmp_path / "students" / "01_count" / "count.py").unlink()
    assert made(tmp_path / "students", course).written == ("01_count/count.py",)


def test_a_link_is_not_written_through(course: Course, tmp_path: Path) -> None:
    made(tmp_path / "students", course)
    path = tmp_path / "students" / "01_count" / "count.py"
    path.unlink()
    path.symlink_to(tmp_path / "elsewhere.py")
    assert made(tmp_path / "students", course).left == ("01_count/count.py",)
    assert not (tmp_path / "elsewhere.py").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_left(course: Course, tmp_path: Path) -> None:
    made(tmp_path / "students", course)
    (tmp_path / "students" / "01_count" / "count.py").chmod(0)
    assert made(tmp_path / "students", course).left == ("01_count/count.py",)


# --- again, with another course or another grader


def test_what_nobody_changed_is_renewed_and_what_somebody_did_is_left(tmp_path: Path) -> None:
    """Also what is ours and not a text of ours: a task that was mended, a skeleton with a slip."""
    students = tmp_path / "students"
    course = load_course(make_course(tmp_path, "01_count", "02_add"))
    made(students, course)
    (students / "02_add" / "add.py").write_text(RIGHT)
    for exercise in course.exercises:
        exercise.skeleton.write_text(f"# Mended.\n{SKELETON}")
    handout = made(students, course)
    assert (handout.written, handout.renewed) == ((), ("01_count/count.py",))
    assert handout.left == ("02_add/add.py",)
    assert (students / "01_count" / "count.py").read_text() == f"# Mended.\n{SKELETON}"
    assert (students / "02_add" / "add.py").read_text() == RIGHT
    assert made(students, course).renewed == ()


def test_a_file_that_came_otherwise_is_never_renewed(course: Course, tmp_path: Path) -> None:
    readme = tmp_path / "students" / "README.md"
    readme.parent.mkdir()
    readme.write_text("Our own.")
    for _ in range(2):
        assert made(tmp_path / "students", course).left == ("README.md",)
    assert readme.read_text() == "Our own."


def older_wheel(students: Path, course: Course, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write a handout as an older grader does; return its wheel."""
    with monkeypatch.context() as patch:
        wheel = Wheel("concurrency_grader-0.0.1-py3-none-any.whl", b"older")
        patch.setattr("grader.course.handout.own_wheel", lambda: wheel)
        made(students, course)
    return students / "concurrency_grader-0.0.1-py3-none-any.whl"


def test_a_newer_wheel_takes_the_olders_place(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    students = tmp_path / "students"
    older_wheel(students, course, monkeypatch)
    handout = made(students, course)
    assert (handout.written, handout.renewed) == ((WHEEL,), ())
    assert handout.removed == ("concurrency_grader-0.0.1-py3-none-any.whl",)
    assert [path.name for path in students.glob("*.whl")] == [WHEEL]
    assert not any(__version__ in text for text in ours_of(students).values())


def ours_of(students: Path) -> dict[str, str]:
    """Return the texts that name the wheel: no version is in them, so none of them gets stale."""
    return {name: (students / name).read_text() for name in OURS if name != WHEEL}


@pytest.mark.parametrize("same_name", [False, True])
def test_another_wheel_that_we_did_not_write(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, same_name: bool
) -> None:
    """In our wheel's place it is somebody's choice; beside it pip could not tell which to take."""
    students = tmp_path / "students"
    older = older_wheel(students, course, monkeypatch)
    older.write_bytes(b"another")
    if same_name:
        older.rename(students / WHEEL)
        assert made(students, course).left == (WHEEL,)
    else:
        assert refused(students, course) == (
            f"{older} was not written by this command, and the handout must hold one such file. "
            f"Move it away, or say with --package what students give to pip."
        )
        assert made(students, course, package="grader-of-ours").removed == ()
        assert older.is_file()


def test_with_a_package_that_is_named_no_wheel_is_left(course: Course, tmp_path: Path) -> None:
    students = tmp_path / "students"
    made(students, course)
    handout = made(students, course, package="our grader; rm *")
    assert handout.removed == (WHEEL,)
    assert set(handout.renewed) == {*OURS} - {WHEEL, ".gitignore"}
    texts = ours_of(students)
    assert "    python -m pip install 'our grader; rm *'\n" in texts["README.md"]
    workflow = yaml.safe_load(texts[".github/workflows/check.yml"])
    steps = workflow["jobs"]["check"]["steps"]
    assert "python -m pip install 'our grader; rm *'\n" in [step.get("run") for step in steps]
    assert steps[1]["with"]["cache-dependency-path"] == ".github/workflows/check.yml"
    assert container(students)["postCreateCommand"] == "python -m pip install 'our grader; rm *'"
    assert not any("whl" in text for text in texts.values())


def container(students: Path) -> Any:
    """Return the devcontainer.json, whose comments (allowed there) stand on lines of their own."""
    text = (students / ".devcontainer/devcontainer.json").read_text()
    return json.loads("\n".join(r for r in text.splitlines() if not r.lstrip().startswith("//")))


def test_a_package_of_several_lines(course: Course, tmp_path: Path) -> None:
    for package in ("", "a\nb"):
        with pytest.raises(HandoutError, match=r"^What students give to pip .* is one line\.$"):
            made(tmp_path / "students", course, package=package)
    assert not (tmp_path / "students").exists()


@pytest.mark.parametrize(
    "spoiled", ["", "[]", "{", '{"sha256": []}', '{"sha256": {"README.md": 1}}', "[" * 100_000]
)
def test_without_its_memory_it_renews_nothing(course: Course, tmp_path: Path, spoiled: str) -> None:
    students = tmp_path / "students"
    made(students, course)
    (students / MEMORY).write_text(spoiled)
    course.exercises[0].skeleton.write_text(f"# Mended.\n{SKELETON}")
    assert made(students, course).left == ("01_count/count.py",)


def test_a_link_to_what_we_wrote_is_left(course: Course, tmp_path: Path) -> None:
    students = tmp_path / "students"
    made(students, course)
    path = students / "01_count" / "count.py"
    path.rename(tmp_path / "elsewhere.py")
    path.symlink_to(tmp_path / "elsewhere.py")
    course.exercises[0].skeleton.write_text(f"# Mended.\n{SKELETON}")
    assert made(students, course).left == ("01_count/count.py",)
    assert (tmp_path / "elsewhere.py").read_text() == SKELETON


# --- what can't be made


def refused(folder: Path, course: Course, *, notebooks: bool = False) -> str:
    """Return why; nothing was written."""
    before = contents(folder) if folder.is_dir() else None
    with pytest.raises(HandoutError) as caught:
        made(folder, course, notebooks=notebooks)
    assert (contents(folder) if folder.is_dir() else None) == before
    return str(caught.value)


def test_a_file_in_the_way(course: Course, tmp_path: Path) -> None:
    students = tmp_path / "students"
    students.write_text("")
    why = "is a file, and the handout needs a folder of that name. Move it away."
    assert refused(students, course) == f"{students} {why}"
    students.unlink()
    students.mkdir()
    (students / "02_add").write_text("")
    assert refused(students, course) == f"{students / '02_add'} {why}"


def test_a_folder_in_the_way(course: Course, tmp_path: Path) -> None:
    path = tmp_path / "students" / "01_count" / "count.py"
    path.mkdir(parents=True)
    assert refused(tmp_path / "students", course) == (
        f"{path} is a folder, and the handout needs a file of that name. Move it away."
    )


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_to(course: Course, tmp_path: Path) -> None:
    (tmp_path / "students").mkdir(mode=0o500)
    assert "can't be written to: Permission denied." in refused(tmp_path / "students", course)


def test_a_place_where_no_folder_can_be(course: Course) -> None:
    assert refused(Path("/proc/students"), course) == (
        "/proc/students can't be written to: No such file or directory."
    )


def test_the_course_itself(course: Course) -> None:
    assert refused(course.folder, course) == (
        f"{course.folder} is in the course's own folder {course.folder}. Name a folder for the "
        f"students."
    )
    assert course.solutions is not None
    assert "Name a folder for the students." in refused(course.solutions / "new", course)


@pytest.mark.parametrize(("notebooks", "other"), [(True, "count.py"), (False, "count.ipynb")])
def test_work_in_the_other_form(
    course: Course, tmp_path: Path, notebooks: bool, other: str
) -> None:
    path = tmp_path / "students" / "01_count" / other
    path.parent.mkdir(parents=True)
    path.write_text("mine")
    why = refused(tmp_path / "students", course, notebooks=notebooks)
    assert why.startswith(f"{path} is there already, and the handout would put count.")


def test_a_skeleton_that_is_no_python_makes_no_notebook(course: Course, tmp_path: Path) -> None:
    path = course.exercises[0].skeleton
    path.write_text("x = 1\ndef count(:\n")
    assert refused(tmp_path / "students", course, notebooks=True) == (
        f"{path}:2: invalid syntax. Only a skeleton that Python can read can be made into a "
        f"notebook."
    )


# --- notebooks


def test_a_skeleton_is_cut_into_what_is_given_what_is_to_write_and_the_demo() -> None:
    skeleton = (
        '"""Tickets."""\n\nimport time\n\nPRICE = 3  # of all\n\n\n'
        'def charge(card):\n    """Given."""\n\n\n'
        '# The clerk.\n@traced\ndef clerk():\n    raise NotImplementedError("TODO 1")\n\n\n'
        "class Till:\n    def open(self):\n        # TODO 2\n"
        "        raise NotImplementedError\n\n\n"
        'def last():\n    pass\n\n\nif __name__ == "__main__":\n    clerk()\n# The end.\n'
    )
    assert code_cells(skeleton) == [
        'import time\n\nPRICE = 3  # of all\n\n\ndef charge(card):\n    """Given."""',
        '# The clerk.\n@traced\ndef clerk():\n    raise NotImplementedError("TODO 1")',
        "class Till:\n    def open(self):\n        # TODO 2\n        raise NotImplementedError",
        "def last():\n    pass",
        'if __name__ == "__main__":\n    clerk()\n# The end.',
    ]


def test_the_task_is_told_in_text_cells_for_who_works_in_a_notebook() -> None:
    task = (
        "# Tickets\n\nIntro.\n\n## What to build\n\nYou edit and hand in `lock.py`.\n\n```\n## no "
        "heading\n```\n\n## An example run\n\n    $ python lock.py\n    3\n\nNot block.py.\n"
    )
    book: Any = json.loads(notebook(task, "x = 1\n", "lock.py"))
    texts = ["".join(c["source"]) for c in book["cells"] if c["cell_type"] == "markdown"]
    assert texts[:3] == [
        "# Tickets\n\nIntro.",
        "## What to build\n\nYou edit and hand in `lock.ipynb`.\n\n```\n## no heading\n```",
        "## An example run\n\n    (the last cell)\n    3\n\nNot block.py.",
    ]
    assert "`grader check lock.ipynb`" in texts[3]


@pytest.mark.parametrize("exercise", COURSE.exercises, ids=lambda exercise: exercise.name)
def test_the_courses_notebooks_are_valid_and_hold_the_skeleton(
    exercise: Any, tmp_path: Path
) -> None:
    skeleton = exercise.skeleton.read_text()
    text = notebook(exercise.readme.read_text(), skeleton, exercise.file)
    nbformat.validate(nbformat.reads(text, 4))
    path = tmp_path / "x.ipynb"
    path.write_text(text)
    got = read_submission(path, asked=asked_by(exercise))
    given = [row for row in skeleton.splitlines() if row][1:]  # without its docstring
    notes = []
    if "if __name__ ==" not in skeleton:  # to be written: so far the last line begins the example
        cell, line = len(code_cells(skeleton)), len(code_cells(skeleton)[-1].splitlines())
        where = f"cell {cell}, line {line}"
        notes = [f"Shown, but not run: {where}. Nothing that is checked needs these lines."]
    assert (got.problem, list(got.notes)) == ("", notes)
    assert got.source is not None
    assert [row for row in got.source.text.splitlines() if row] == given
    assert bool(got.source.code) == bool(notes)  # what is run, where that is not the text
    assert len(got.source.cells) >= 3

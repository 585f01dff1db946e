"""The course proves itself: each kind of fault in a toy course is seen, named and no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.commands.given_parts import Difference
from grader.commands.verify import Kind, Proof, prove, subjects, verify
from grader.course.course import Exercise, load_course
from grader.settings import Settings
from tests.judging.toy import ToyShop, ends

TODO = {"failure": ["NotImplementedError", "TODO", "lock.py", 2]}


def faults(root: Path, *kinds: Kind) -> list[tuple[str, str, str]]:
    """Return (subject, expected, seen) of the proofs, of these kinds only, that failed."""
    proofs = [
        prove(subject, Settings(schedules=20), ToyShop())
        for subject in subjects(load_course(root / "exercises"))
        if subject.kind in kinds
    ]
    return [(proof.subject, proof.expected, proof.seen) for proof in proofs if not proof.ok]


def test_a_course_that_is_right_is_proved(root: Path) -> None:
    course = load_course(root / "exercises")
    found = verify(course, Settings(schedules=20), open_machine=ToyShop())
    assert found.ok
    assert [(p.kind, p.subject, p.expected, p.seen) for p in found.proofs] == [
        ("course", "course", "no files astray", "as expected"),
        ("files", "03_lock: files", "every file in its place", "as expected"),
        ("judgements", "03_lock: judgements", "a verdict on any value", "as expected"),
        ("given", "03_lock: given", "what is given as in the skeleton", "as expected"),
        ("skeleton", "03_lock: skeleton", "0 points, every check not-done", "0 of 6 points"),
        ("reference", "03_lock: reference", "full points", "6 of 6 points"),
        ("right", "03_lock: right/other.py", "full points", "6 of 6 points"),
        (
            "wrong",
            "03_lock: wrong/test_refund/refuses.py",
            "test_refund fails: wrong-value",
            "test_refund failed: wrong-value",
        ),
        (
            "wrong",
            "03_lock: wrong/test_sold_at_all/never.py",
            "test_sold_at_all fails: lost-item",
            "test_sold_at_all failed: lost-item",
        ),
        (
            "wrong",
            "03_lock: wrong/test_sold_once/twice.py",
            "test_sold_once fails: wrong-value",
            "test_sold_once failed: wrong-value",
        ),
    ]


def test_progress_is_told_and_one_exercise_can_be_proved_alone(root: Path) -> None:
    course = load_course(root / "exercises")
    seen: list[tuple[Proof, int, int]] = []
    found = verify(
        course,
        Settings(schedules=20),
        only=course.exercises[0],
        progress=lambda *args: seen.append(args),
        open_machine=ToyShop(),
    )
    assert [(number, count) for _, number, count in seen] == [(n, 9) for n in range(1, 10)]
    assert tuple(proof for proof, _, _ in seen) == found.proofs
    assert {proof.exercise for proof in found.proofs} == {"03_lock"}


def test_a_wrong_solution_that_passes_is_seen(root: Path) -> None:
    path = root / "solutions/03_lock/wrong/test_sold_once/twice.py"
    path.write_text("# cause: wrong-value\n# It does nothing wrong.\n" + ends(1, 1))
    ((subject, expected, seen),) = faults(root, "wrong")
    assert (subject, expected) == (
        "03_lock: wrong/test_sold_once/twice.py",
        "test_sold_once fails: wrong-value",
    )
    assert seen.startswith("test_sold_once passed (")


def test_a_wrong_solution_that_another_check_catches_is_not_enough(root: Path) -> None:
    path = root / "solutions/03_lock/wrong/test_sold_once/twice.py"
    path.write_text("# cause: lost-item\n# It does not sell.\n" + ends(0))
    ((_, _, seen),) = faults(root, "wrong")
    assert seen.startswith("test_sold_once passed (")


def test_another_cause_is_seen(root: Path) -> None:
    path = root / "solutions/03_lock/wrong/test_sold_at_all/never.py"
    path.write_text("# cause: lost-update\n# It loses.\n" + ends(0))
    assert faults(root, "wrong") == [
        (
            "03_lock: wrong/test_sold_at_all/never.py",
            "test_sold_at_all fails: lost-update",
            "test_sold_at_all failed: lost-item",
        )
    ]


@pytest.mark.parametrize("first", ["# A bug.", "# cause: bad-luck", "# cause:lost-item", ""])
def test_a_wrong_solution_must_name_a_cause(root: Path, first: str) -> None:
    path = root / "solutions/03_lock/wrong/test_sold_at_all/never.py"
    path.write_text(first + "\n" + ends(0))
    ((_, _, seen),) = faults(root, "wrong")
    assert seen == "its first line is not '# cause: <one of the causes>'"


def test_a_right_solution_that_fails_is_seen(root: Path) -> None:
    (root / "solutions/03_lock/right/other.py").write_text(ends(1, 2))
    ((subject, expected, seen),) = faults(root, "right")
    assert (subject, expected) == ("03_lock: right/other.py", "full points")
    assert seen == "4 of 6 points; test_sold_once failed: wrong-value"


def test_a_reference_that_the_grader_is_unsure_of_is_seen(root: Path) -> None:
    (root / "solutions/03_lock/lock.py").write_text(ends({"fault": "out of memory"}))
    ((subject, _, seen),) = faults(root, "reference")
    assert subject == "03_lock: reference"
    assert seen.startswith(
        "0 of 6 points, 6 open; test_sold_once unsure: The grader could not examine"
    )


def test_a_skeleton_that_scores_is_seen(root: Path) -> None:
    (root / "exercises/03_lock/lock.py").write_text(ends(1))
    ((subject, expected, seen),) = faults(root, "skeleton")
    assert (subject, expected) == ("03_lock: skeleton", "0 points, every check not-done")
    assert seen.startswith("6 of 6 points; test_sold_once passed")


def test_a_skeleton_that_fails_in_place_of_not_done_is_seen(root: Path) -> None:
    (root / "exercises/03_lock/lock.py").write_text(ends(TODO, 0))
    assert faults(root, "skeleton") == []  # one schedule that meets the TODO is enough
    (root / "exercises/03_lock/lock.py").write_text(ends(0))
    ((_, _, seen),) = faults(root, "skeleton")
    assert seen.startswith("5 of 6 points; test_sold_once passed")


def test_a_check_without_a_wrong_solution_is_seen(root: Path) -> None:
    (root / "solutions/03_lock/wrong/test_sold_once/twice.py").unlink()
    assert faults(root, "files") == [
        ("03_lock: files", "every file in its place", "test_sold_once has no wrong solution")
    ]


def test_a_missing_reference_is_seen(root: Path) -> None:
    (root / "solutions/03_lock/lock.py").unlink()
    found = faults(root, "files", "reference")
    assert found[0][2] == "the reference solutions/03_lock/lock.py is missing"
    assert found[1][0] == "03_lock: reference"


def test_missing_solutions_are_seen(root: Path) -> None:
    (root / "solutions").rename(root / "elsewhere")
    assert faults(root, "course", "files") == [
        ("course", "no files astray", "there is no folder of solutions"),
        (
            "03_lock: files",
            "every file in its place",
            "there is no solutions/03_lock",
        ),
    ]


@pytest.mark.parametrize(
    ("path", "complaint"),
    [
        ("exercises/notes.txt", "exercises/notes.txt is no exercise"),
        ("solutions/04_gone/gone.py", "solutions/04_gone belongs to no exercise"),
        ("exercises/03_lock/answer.txt", "answer.txt is astray"),
        ("solutions/03_lock/old.py", "solutions/03_lock/old.py is astray"),
        ("solutions/03_lock/right/notes.txt", "right/notes.txt is astray"),
        ("solutions/03_lock/wrong/test_sold_once/x.txt", "wrong/test_sold_once/x.txt is astray"),
    ],
)
def test_a_stray_file_is_seen(root: Path, path: str, complaint: str) -> None:
    (root / path).parent.mkdir(exist_ok=True)
    (root / path).touch()
    ((_, _, seen),) = faults(root, "course", "files")
    assert seen.endswith(complaint)


def test_data_that_a_scenario_names_is_no_stray_file(root: Path) -> None:
    exercise = root / "exercises/03_lock"
    for name in ("logs/monday.log", "old/monday.log"):
        (exercise / name).parent.mkdir()
        (exercise / name).touch()
    checks = (exercise / "checks.py").read_text()
    (exercise / "checks.py").write_text(
        checks.replace("@scenario\n", '@scenario(files=("logs/monday.log",))\n', 1)
    )
    ((_, _, seen),) = faults(root, "files")
    assert seen == "old is astray"


def test_a_wrong_solution_for_no_check_is_seen_twice(root: Path) -> None:
    (root / "solutions/03_lock/wrong/test_gone").mkdir()
    (root / "solutions/03_lock/wrong/test_gone/bug.py").write_text("# cause: lost-item\n")
    assert [seen for _, _, seen in faults(root, "files", "wrong")] == [
        "wrong/test_gone belongs to no check",
        "checks.py has no check test_gone",
    ]


def test_what_tools_leave_behind_is_no_stray_file(root: Path) -> None:
    for name in ("__pycache__", ".pytest_cache"):
        (root / "exercises/03_lock" / name).mkdir()
    assert faults(root, "course", "files") == []


def test_judging_code_that_breaks_on_a_value_is_seen(root: Path) -> None:
    checks = root / "exercises/03_lock/checks.py"
    checks.write_text(checks.read_text().replace("run.shaped(0) >= 1", "run.value >= 1"))
    ((subject, expected, seen),) = faults(root, "judgements")
    assert (subject, expected) == ("03_lock: judgements", "a verdict on any value")
    assert seen == (
        "test_sold_at_all breaks on the value None: '>=' not supported between instances of "
        "'NoneType' and 'int'"
    )


def test_a_given_part_that_differs_is_seen(root: Path) -> None:
    given = 'def pay(card):\n    """Given: pay."""\n    return {}\n'
    skeleton = root / "exercises/03_lock/lock.py"
    skeleton.write_text(given.format("card") + skeleton.read_text())
    right = root / "solutions/03_lock/right/other.py"
    right.write_text("# in another style\n" + given.format(0) + ends(1))
    assert faults(root, "given") == [
        (
            "03_lock: given",
            "what is given as in the skeleton",
            "right/other.py:2: pay() is not as in the skeleton",
        )
    ]


def test_a_broken_checks_file_fails_its_proofs_and_ends_nothing(root: Path) -> None:
    (root / "exercises/03_lock/checks.py").write_text("from grader import check\n1 / 0\n")
    found = faults(root, "files", "judgements", "skeleton", "reference", "wrong")
    assert len(found) == 7
    for _, expected, seen in found:
        assert expected == "a checks.py that can be used"
        assert seen.endswith("checks.py:2: ZeroDivisionError: division by zero")


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (
            b"# cause: wrong-value\n# caf\xe9\n",
            "twice.py is not valid UTF-8 text: line 2 holds the byte 0xe9, which stands for "
            "nothing there. In your editor, save the file again with the encoding UTF-8, and check "
            "the accents and special letters of line 2.",
        ),
        (
            "# cause: wrong-value\n".encode("utf-16"),
            "twice.py was saved as UTF-16 (a text of two bytes for each letter), which Python "
            "can't read. In your editor, save it again with the encoding UTF-8.",
        ),
        (
            b"",
            "twice.py is empty. Was the file saved before it was handed in? Save it, and hand "
            "it in again.",
        ),
        (
            None,
            "twice.py is a link that leads to nothing, or in a circle. Hand in the file itself.",
        ),
    ],
)
@pytest.mark.parametrize("name", ["wrong/test_sold_once/twice.py", "right/twice.py"])
def test_a_solution_that_can_not_be_read_is_seen_and_the_others_are_proved(
    root: Path, name: str, data: bytes | None, complaint: str
) -> None:
    path = root / "solutions/03_lock" / name
    path.unlink(missing_ok=True)
    if data is None:
        path.symlink_to("nowhere.py")
    else:
        path.write_bytes(data)
    found = faults(root, "files", "given", "reference", "right", "wrong")
    assert [(subject, expected) for subject, expected, _ in found] == [
        (f"03_lock: {name}", "test_sold_once fails" if "wrong" in name else "full points")
    ]
    assert complaint in found[0][2]


def test_a_solution_in_another_encoding_that_it_names_is_proved(root: Path) -> None:
    path = root / "solutions/03_lock/wrong/test_sold_once/twice.py"
    text = "# cause: wrong-value\n# coding: latin-1\n# Ein Käufer.\n" + ends(1, 2)
    path.write_bytes(text.encode("latin-1"))
    assert faults(root, "given", "wrong") == []
    path.write_bytes(
        b"\xef\xbb\xbf" + path.read_text("latin-1").replace("latin-1", "utf-8").encode()
    )
    assert faults(root, "given", "wrong") == []


def test_a_file_that_fails_while_it_is_read_fails_its_proof_alone(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = root / "solutions/03_lock/right/other.py"

    def broken(exercise: Exercise) -> list[Difference]:
        raise OSError(5, "Input/output error", str(path))

    monkeypatch.setattr("grader.commands.verify.differences", broken)
    assert faults(root, "files", "given", "reference") == [
        ("03_lock: given", "files that can be read", f"{path} can't be read: Input/output error")
    ]


def test_several_processes_prove_the_same(root: Path) -> None:
    course = load_course(root / "exercises")
    settings = Settings(schedules=20)
    alone = verify(course, settings, open_machine=ToyShop())
    together = verify(course, settings, jobs=2, open_machine=ToyShop())
    strip = [(p.subject, p.expected, p.seen, p.ok) for p in alone.proofs]
    assert [(p.subject, p.expected, p.seen, p.ok) for p in together.proofs] == strip

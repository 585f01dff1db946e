"""A hand-in's files are read once, though names, copies and definitions are all compared."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from grader.course.course import load_course
from grader.handins import reader
from grader.handins.folder import hand_ins
from grader.handins.matching import match_files
from grader.handins.reader import Reader


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Count by its name how often each file is read."""
    counted: Counter[str] = Counter()
    real = reader.read_submission

    def counting(path: Path, *more: Any) -> Any:
        counted["/".join(path.parts[-2:])] += 1
        return real(path, *more)

    monkeypatch.setattr(reader, "read_submission", counting)
    return counted


def write(folder: Path, **files: str) -> None:
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text)


def test_each_file_is_read_once_between_matching_and_grading(
    tmp_path: Path, reads: Counter[str]
) -> None:
    skeleton = "def sell(): ...\ndef buy(): ...\n"
    for name, text in (("03_lock", skeleton), ("04_event", "def wake(): ...\ndef doze(): ...\n")):
        write(tmp_path / "exercises" / name, checks="", **{name[3:]: text})
        (tmp_path / "exercises" / name / "README.md").write_text(f"# {name}\n")
    write(tmp_path / "class" / "ann", lock=skeleton, my_work="def wake(): ...\ndef doze(): ...\n")
    write(tmp_path / "class" / "ann" / "old", lock="def sell(): return 1\n", odd="x = 1\n")
    exercises = load_course(tmp_path / "exercises").exercises
    (ann,), _ = hand_ins(tmp_path / "class", exercises)
    one = Reader(ann)
    matches, _ = match_files(ann, exercises, reader=one)
    taken = [one.submission(match.path) for match in matches if match.path]
    assert [submission.name for submission in taken] == ["lock.py", "my_work.py"]
    assert reads == {
        "03_lock/lock.py": 1,
        "04_event/event.py": 1,
        "ann/lock.py": 1,
        "ann/my_work.py": 1,
        "old/lock.py": 1,
        "old/odd.py": 1,
    }


def test_a_link_out_of_the_hand_in_is_not_followed_to_compare_it(tmp_path: Path) -> None:
    (tmp_path / "secret.py").write_text("def sell(): ...\n")
    write(tmp_path / "class" / "ann", own="x = 1\n")
    (tmp_path / "class" / "ann" / "lock.py").symlink_to(tmp_path / "secret.py")
    (ann,), _ = hand_ins(tmp_path / "class", ())
    link = ann.root / "lock.py"
    why = (
        "lock.py is a link that leads out of the folder that was handed in, so it was not "
        "followed. Hand in the file itself."
    )
    assert Reader(ann).submission(link).problem == why
    assert (Reader(ann).content(link), Reader(ann).defined(link)) == (why, frozenset())

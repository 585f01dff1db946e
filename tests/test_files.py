"""Our own files: written whole, under safe names."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.files import safe_name, write_whole


def test_a_file_is_replaced_whole_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "index.html"
    write_whole(path, "old")
    write_whole(path, "new é \ud800")
    assert path.read_bytes() == "new é \\ud800".encode()
    assert list(tmp_path.iterdir()) == [path]
    assert path.stat().st_mode & 0o777 == 0o644


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    folder = tmp_path / "index.html"
    (folder / "x").mkdir(parents=True)
    with pytest.raises(OSError, match="directory"):
        write_whole(folder, "text")
    assert list(tmp_path.iterdir()) == [folder]


@pytest.mark.parametrize("name", ["alice", "zoë-2", "student_17", "a.b", "学生"])
def test_a_harmless_name_stays(name: str) -> None:
    assert safe_name(name) == name


@pytest.mark.parametrize(
    "name",
    [
        "",
        "..",
        "../../etc/passwd",
        "a b",
        "Alice",
        "index",
        "CON",
        "<script>",
        "x" * 300,
        "\U00020000" * 60,
        "\ud800",
    ],
)
def test_any_other_name_is_made_safe(name: str) -> None:
    safe = safe_name(name)
    assert safe not in (name, "index")
    assert not set(safe) & set("/\\<>:\"|?*' \n")
    assert not safe.startswith(".")
    assert len(f"{safe}.html".encode()) <= 255


def test_different_names_stay_different_even_where_case_does_not_count() -> None:
    names = ["alice", "Alice", "ALICE", "al ice", "al_ice", "al/ice", "é", "e\u0301"]
    names += ["strasse", "straße", "x" * 60, "x" * 61, "x" * 62]
    assert len({safe_name(name).casefold() for name in names}) == len(names)


@pytest.mark.parametrize("name", ["alice martin", "Alice", "index", "é" * 100, "", "a/b", "straße"])
def test_nobody_is_named_as_somebody_elses_file(name: str) -> None:
    names = [name]
    for _ in range(3):  # also not as the file of who is named so
        names.append(safe_name(names[-1]))
        names.append(names[-1].upper())
    different = {*names}
    assert len({safe_name(one).casefold() for one in different}) == len(different)

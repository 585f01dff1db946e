"""Reading what a student handed in: never an exception, always a clear message."""

from __future__ import annotations

import json
import os
from pathlib import Path

import nbformat
import pytest

from grader.handins.notebook.cells import DEPTH_LIMIT
from grader.handins.parsed import parsed
from grader.handins.submission import SOURCE_LIMIT, Submission, read_submission
from grader.model.source import SourceCell, SourceText


def handed_in(folder: Path, name: str, content: bytes) -> Submission:
    path = folder / name
    path.write_bytes(content)
    return read_submission(path)


def notebook(*cells: str, **metadata: object) -> bytes:
    """A notebook with these code cells, and a text cell before each of them."""
    v4 = nbformat.v4
    nodes = [node for cell in cells for node in (v4.new_markdown_cell("#"), v4.new_code_cell(cell))]
    return nbformat.writes(v4.new_notebook(cells=nodes, metadata=metadata)).encode()


def text_of(submission: Submission) -> str:
    assert submission.problem == ""
    assert submission.source is not None
    return submission.source.program


# Python files


def test_a_python_file_is_read_as_it_is(tmp_path: Path) -> None:
    got = handed_in(tmp_path, "lock.py", b"x = '\xc3\xa9'\n")
    assert got == Submission("lock.py", SourceText("lock.py", "x = 'é'\n"))


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"\xef\xbb\xbfx = 1\n", "x = 1\n"),
        (b"# coding: latin-1\nx = '\xe9'\n", "# coding: latin-1\nx = 'é'\n"),
        (b"a = 1\r\nb = 2\rc = 3\n", "a = 1\nb = 2\nc = 3\n"),
    ],
    ids=["mark of UTF-8", "declared encoding", "line ends"],
)
def test_text_is_decoded_as_python_would(tmp_path: Path, content: bytes, text: str) -> None:
    assert text_of(handed_in(tmp_path, "lock.py", content)) == text


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        (
            "lock.py",
            b"a = 1\nx = '\xe9'\n",
            "lock.py is not valid UTF-8 text: line 2 holds the byte 0xe9, which stands for nothing "
            "there. In your editor, save the file again with the encoding UTF-8, and check the "
            "accents and special letters of line 2.",
        ),
        (
            "lock.py",
            "x = 1\n".encode("utf-16"),
            "lock.py was saved as UTF-16 (a text of two bytes for each letter), which Python can't "
            "read. In your editor, save it again with the encoding UTF-8.",
        ),
        (
            "lock.py",
            b"x = 1\n\n\x7fELF\x00\x01",
            "lock.py is not a text file: it holds a zero byte in line 3, which no program text "
            "does. Was another file handed in under this name?",
        ),
        (
            "lock.py",
            b"# coding: punycode\nx = 1\n",
            "lock.py names an encoding in its first two lines (after 'coding') that is not a text "
            "encoding that the grader accepts. Save the file as UTF-8, and take that comment out.",
        ),
        (
            "lock.py",
            b" \n\n",
            "lock.py is empty. Was the file saved before it was handed in? Save it, and hand it in "
            "again.",
        ),
        (
            "lock.py",
            b"#" * (SOURCE_LIMIT + 1),
            "lock.py is larger than 1 MiB, which is more than the grader reads. Take out the data "
            "that is in it, and hand in the program alone.",
        ),
        (
            "work.zip",
            b"PK\x03\x04....",
            "work.zip is an archive, and the grader does not open archives. Unpack it, and hand in "
            "the Python files that are in it.",
        ),
        (
            "lock.py",
            b"PK\x03\x04....",
            "lock.py is an archive, and the grader does not open archives. Unpack it, and hand in "
            "the Python files that are in it.",
        ),
        (
            "lock.docx.txt",
            b"hello",
            "lock.docx.txt is neither a Python file (.py) nor a notebook (.ipynb). Hand in one of "
            "these.",
        ),
    ],
    ids=["latin-1", "utf-16", "binary", "coding", "empty", "large", "zip", "zip as .py", "other"],
)
def test_what_is_no_program_text_is_explained(
    tmp_path: Path, name: str, content: bytes, problem: str
) -> None:
    assert handed_in(tmp_path, name, content) == Submission(name, None, problem)


def test_a_syntax_error_keeps_the_source_and_names_the_line(tmp_path: Path) -> None:
    got = handed_in(tmp_path, "lock.py", b"x = 1\ny = (2\n")
    assert got.source == SourceText("lock.py", "x = 1\ny = (2\n")
    assert got.problem == (
        "Python can't read lock.py: syntax error in line 2: '(' was never closed. No check can run "
        "before this is mended. Look at that line, and at the line before it."
    )


@pytest.mark.parametrize("text", ["-" * 300_000 + "1", "a" + ".b" * 200_000, "(" * 5000])
def test_absurd_nesting_is_a_problem_of_the_file(tmp_path: Path, text: str) -> None:
    got = handed_in(tmp_path, "lock.py", text.encode())
    assert got.problem.startswith("Python can't read lock.py: ")
    assert "nest" in got.problem


# Files that are no files


def test_a_missing_file(tmp_path: Path) -> None:
    got = read_submission(tmp_path / "lock.py")
    assert got.problem == "lock.py was not found. Check the name and the folder."


def test_a_folder_in_place_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "lock.py").mkdir()
    assert read_submission(tmp_path / "lock.py").problem == (
        "lock.py is a folder. Hand in the Python file itself, not a folder of that name."
    )


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "lock.py")
    assert read_submission(tmp_path / "lock.py").problem == (
        "lock.py is not an ordinary file. Hand in a Python file."
    )


def test_a_link_out_of_the_hand_in_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.py").write_text("x = 1\n")
    (tmp_path / "alice").mkdir()
    link = tmp_path / "alice" / "lock.py"
    link.symlink_to(tmp_path / "secret.py")
    assert read_submission(link) == Submission(
        "lock.py",
        None,
        "lock.py is a link that leads out of the folder that was handed in, so it was not "
        "followed. Hand in the file itself.",
    )


def test_a_link_within_the_hand_in_is_followed_with_a_note(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text("x = 1\n")
    (tmp_path / "lock.py").symlink_to("mine.py")
    got = read_submission(tmp_path / "lock.py")
    assert text_of(got) == "x = 1\n"
    assert got.notes == ("lock.py is a link to mine.py.",)


def test_a_link_that_leads_to_itself_or_to_nothing(tmp_path: Path) -> None:
    (tmp_path / "lock.py").symlink_to("lock.py")
    (tmp_path / "event.py").symlink_to("nowhere.py")
    for name in ("lock.py", "event.py"):
        assert read_submission(tmp_path / name).problem == (
            f"{name} is a link that leads to nothing, or in a circle. Hand in the file itself."
        )


def test_control_characters_in_a_name_are_made_visible(tmp_path: Path) -> None:
    assert read_submission(tmp_path / "a\x1b[31m.py").name == "a␛[31m.py"


# Notebooks


def test_code_cells_are_joined_in_order_with_a_map_of_lines(tmp_path: Path) -> None:
    got = handed_in(tmp_path, "lock.ipynb", notebook("a = 1\nb = 2", "", "c = 3\n"))
    assert got.problem == ""
    assert got.source == SourceText(
        "lock.ipynb", "a = 1\nb = 2\nc = 3\n", (SourceCell(1, 1, 2), SourceCell(3, 3, 3))
    )
    assert [got.source.layout.place(line) for line in (1, 2, 3)] == [
        "cell 1, line 1",
        "cell 1, line 2",
        "cell 3, line 1",
    ]


def test_a_notebook_is_shown_as_it_is_written_and_run_as_a_module(tmp_path: Path) -> None:
    got = handed_in(tmp_path, "lock.ipynb", notebook("%matplotlib inline\ndef f(): ...\nf()"))
    assert got.source == SourceText(
        "lock.ipynb",
        "%matplotlib inline\ndef f(): ...\nf()\n",
        (SourceCell(1, 1, 3),),
        "# %matplotlib inline\ndef f(): ...\n# f()\n",
    )


def test_a_syntax_error_in_a_notebook_names_cell_and_line(tmp_path: Path) -> None:
    got = handed_in(tmp_path, "lock.ipynb", notebook("%time\na = 1", "b = 2\nif b\n    c = 3"))
    assert got.problem == (
        "Python can't read lock.ipynb: syntax error in cell 2, line 2: expected ':'. No check can "
        "run before this is mended. Look at that line, and at the line before it."
    )


def test_a_notebook_of_an_old_format_is_converted(tmp_path: Path) -> None:
    old = nbformat.v3
    sheet = old.new_worksheet(cells=[old.new_code_cell(input="x = 1", language="python")])
    data = nbformat.writes(old.new_notebook(worksheets=[sheet]), 3).encode()
    assert json.loads(data)["nbformat"] == 3
    assert text_of(handed_in(tmp_path, "lock.ipynb", data)) == "x = 1\n"


def deep(levels: int) -> bytes:
    return b"[" * levels + b"]" * levels


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b'{"cells": [', "lock.ipynb is not a notebook: it is not valid JSON (line 1: Expecting"),
        (b"[]", "lock.ipynb does not have the form of a notebook."),
        (b'{"cells": 3, "nbformat": 4}', "lock.ipynb does not have the form of a notebook."),
        (b'{"nbformat": "4", "cells": []}', "lock.ipynb does not have the form of a notebook."),
        (b'{"nbformat": 99, "cells": []}', "lock.ipynb does not have the form of a notebook."),
        (
            b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": '
            b'[{"cell_type": "code", "source": 3}]}',
            "lock.ipynb ",
        ),
        (deep(100_000), "lock.ipynb is not a notebook that can be read."),
        (
            b'{"nbformat": 4, "nbformat_minor": 5, "cells": ' + deep(DEPTH_LIMIT) + b"}",
            "lock.ipynb does not have the form of a notebook.",
        ),
        (notebook(""), "lock.ipynb has no code in it. Write the program in code cells"),
        (
            notebook("x <- 1", kernelspec={"language": "R", "name": "ir", "display_name": "R"}),
            "lock.ipynb is a notebook of another language than Python ('r').",
        ),
    ],
    ids=["cut", "list", "cells", "text", "v99", "number", "very deep", "deep", "no code", "R"],
)
def test_what_is_no_notebook_is_explained(tmp_path: Path, content: bytes, problem: str) -> None:
    got = handed_in(tmp_path, "lock.ipynb", content)
    assert got.source is None
    assert got.problem.startswith(problem)


def test_half_a_character_in_a_notebook_stays_writable(tmp_path: Path) -> None:
    data = notebook("x = 'HERE'").replace(b"HERE", rb"\ud800")
    assert text_of(handed_in(tmp_path, "lock.ipynb", data)) == "x = '\\ud800'\n"


# What a source defines


def test_functions_and_classes_of_the_top_level() -> None:
    source = SourceText("a.py", "def f():\n    def g(): pass\nclass C: pass\nasync def h(): pass\n")
    written = parsed(source)
    assert written is not None
    assert written.defined == {"f", "C", "h"}
    assert parsed(SourceText("a.py", "def f(:\n")) is None

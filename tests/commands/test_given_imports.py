"""Where an import may stand that a given part needs: the program stays as it was, but for that."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from grader.commands.given_imports import missing_imports, with_imports
from grader.commands.given_parts import differences, renew
from grader.course.course import load_course
from tests.judging.toy import make_course

GIVEN = b"from multiprocessing import Process, active_children\nimport os\n"
WANTED = b"from multiprocessing import active_children\n"
DOS = WANTED.replace(b"\n", b"\r\n")
BOM = b"\xef\xbb\xbf"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # never between a decorator and what it decorates
        (b"@once\ndef f(): pass\n", WANTED + b"@once\ndef f(): pass\n"),
        (
            b"# cause: x\n@a\n@b(\n 1)\nclass C: pass\n",
            b"# cause: x\n%s@a\n@b(\n 1)\nclass C: pass\n",
        ),
        (b"'''Doc.'''\n@once\ndef f(): pass\n", b"'''Doc.'''\n%s@once\ndef f(): pass\n"),
        # a text, a number or an ellipsis below the first statement is no docstring
        (b"import os\n'''No doc.'''\nx = 1\n", WANTED + b"import os\n'''No doc.'''\nx = 1\n"),
        (b"x = 1\n'text'\n", WANTED + b"x = 1\n'text'\n"),
        (b"'''Doc.'''\n'another'\nx = 1\n", b"'''Doc.'''\n%s'another'\nx = 1\n"),
        (b"...\nx = 1\n", WANTED + b"...\nx = 1\n"),
        (b"b'no doc'\nx = 1\n", WANTED + b"b'no doc'\nx = 1\n"),
        # what must come first does
        (
            b"'''Doc.'''\nfrom __future__ import annotations\nfrom os import sep\n",
            b"'''Doc.'''\nfrom __future__ import annotations\n%sfrom os import sep\n",
        ),
        (b"'''Of\ntwo lines.'''\nx = 1\n", b"'''Of\ntwo lines.'''\n%sx = 1\n"),
        (b"'''Doc.'''; x = (\n1)\ny = 1\n", b"'''Doc.'''; x = (\n1)\n%sy = 1\n"),
        (b"'''Doc.'''; import os\n", b"'''Doc.'''; import os\n" + WANTED),
        # what uses a name at once comes after its import
        (b"x = active_children()\nimport os\n", WANTED + b"x = active_children()\nimport os\n"),
        # the last line need not end
        (b"'''Doc.'''", b"'''Doc.'''\n" + WANTED),
        (b"x = 1", WANTED + b"x = 1"),
        (
            b"x = 1\nfrom multiprocessing import Lock",
            b"x = 1\nfrom multiprocessing import Lock, active_children",
        ),
        (b"", WANTED),
        # lines end as they did, and a mark at the beginning stays there
        (b"'''Doc.'''\r\nx = 1\r\n", b"'''Doc.'''\r\n" + DOS + b"x = 1\r\n"),
        (
            b"from multiprocessing import Lock\r\nx = 1\r\n",
            b"from multiprocessing import Lock, active_children\r\nx = 1\r\n",
        ),
        (BOM + b"x = 1\n", BOM + WANTED + b"x = 1\n"),
    ],
)
def test_an_import_is_put_where_it_may_stand(before: bytes, after: bytes) -> None:
    got = with_imports(before, GIVEN, ["active_children"])
    assert got == after.replace(b"%s", WANTED)
    assert ast.get_docstring(ast.parse(got)) == ast.get_docstring(ast.parse(before))
    assert missing_imports(got, GIVEN, b"active_children()") == []


def test_several_go_to_their_places() -> None:
    before = b"'''Doc.'''\nfrom multiprocessing import Lock\n"
    after = b"'''Doc.'''\nimport os\nfrom multiprocessing import Lock, Process, active_children\n"
    assert with_imports(before, GIVEN, ["Process", "active_children", "os"]) == after


def test_a_program_in_another_encoding_is_looked_at_too() -> None:
    program = "# coding: latin-1\nSIGN = 'é'\n".encode("latin-1")
    assert missing_imports(program, GIVEN, "print(os.sep, 'é')".encode("latin-1")) == ["os"]


def test_what_two_parts_need_is_imported_once(tmp_path: Path) -> None:
    parts = "LEFT = len(active_children())\n\n\n"
    demo = 'if __name__ == "__main__":\n    print(active_children(), LEFT)\n'
    skeleton = f"from multiprocessing import active_children\n\n{parts}{demo}"
    folder = make_course(tmp_path, skeleton=skeleton)
    solutions = tmp_path / "solutions" / "03_lock"
    (solutions / "right").mkdir(parents=True)
    (exercise,) = load_course(folder).exercises
    changed, lacking = solutions / "right" / "changed.py", solutions / "right" / "lacking.py"
    changed.write_text(f"LEFT = 3\n\n\n{demo}")
    lacking.write_text(f"{parts}{demo}")
    assert [found.told(solutions) for found in differences(exercise)] == [
        "right/changed.py:1: LEFT is not as in the skeleton",
        "right/changed.py:4: the demo needs active_children, and nothing imports that",
        "right/lacking.py:1: LEFT needs active_children, and nothing imports that",
        "right/lacking.py:4: the demo needs active_children, and nothing imports that",
    ]
    renew(exercise)
    for path in (changed, lacking):
        assert path.read_text() == f"from multiprocessing import active_children\n{parts}{demo}"
    assert differences(exercise) == []
    assert renew(exercise) == []

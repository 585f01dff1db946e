"""The source on a page is the student's own text, line for line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.model.source import SourceCell, SourceText
from grader.report.html.listing import (
    LINE_LIMIT,
    LISTING_LIMIT,
    Note,
    excerpt,
    listing,
    place,
    read,
)
from grader.text import visible

NOTEBOOK = SourceText(
    "lock.ipynb", "a = 1\nb = 2\nc = 3\n", (SourceCell(2, 1, 1), SourceCell(4, 2, 3))
)


def rows(text: str) -> list[str]:
    code = read(SourceText("x.py", text))
    return ["".join(piece.text for piece in row) for row in code.rows]


@given(
    st.text(
        alphabet=st.sampled_from("ab \n\t'\"\\#()=:{}fr\r\x00\x0c\x1b\u202e\u2028é%@0"),
        max_size=200,
    )
)
def test_no_character_is_lost_and_none_can_hide(text: str) -> None:
    plain = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    assert rows(text) == [visible(row) for row in plain.split("\n")]


def test_lines_are_counted_as_python_counts_them() -> None:
    assert rows("a\r\nb\rc\x0cd\u2028e\n") == ["a", "b", "c␌d\\u2028e"]


def test_words_of_the_language_names_and_text_differ_by_class() -> None:
    code = read(SourceText("x.py", 'def f():\n    return "a" + 1  # why\n'))
    found = {piece.text.strip(): piece.css for row in code.rows for piece in row}
    assert found["def"] == "kw"
    assert found["f"] == "fn"
    assert found['"a"'] == "st"
    assert found["1"] == "nu"
    assert found["# why"] == "co"


def test_a_text_over_several_lines_is_coloured_on_each() -> None:
    code = read(SourceText("x.py", '"""one\ntwo\n"""\n'))
    assert [[piece.css for piece in row] for row in code.rows] == [["st"]] * 3


def test_an_excerpt_shows_what_is_around_the_notes_and_says_what_is_left_out() -> None:
    code = read(SourceText("x.py", "\n".join(f"x{n}" for n in range(1, 31))))
    note = Note("clerk-1: reads 0", 1)
    blocks = excerpt(code, {10: (note,), 20: (note,)}, context=2)
    assert [[line.number for line in block.lines] for block in blocks] == [
        [8, 9, 10, 11, 12],
        [18, 19, 20, 21, 22],
    ]
    assert [block.before for block in blocks] == [7, 5]
    assert blocks[0].lines[2].notes == (note,)


def test_a_note_outside_of_the_source_shows_nothing() -> None:
    code = read(SourceText("x.py", "a\n"))
    assert excerpt(code, {100: (Note("?"),)}) == ()


def test_a_notebook_is_shown_by_cell_with_lines_counted_within_it() -> None:
    blocks = listing(read(NOTEBOOK), {})
    assert [(block.cell, [line.shown for line in block.lines]) for block in blocks] == [
        (2, [1]),
        (4, [1, 2]),
    ]
    assert [line.number for block in blocks for line in block.lines] == [1, 2, 3]


@pytest.mark.parametrize(
    ("source", "file", "line", "words"),
    [
        (SourceText("lock.py", ""), "lock.py", 12, "line 12"),
        (SourceText("lock.py", ""), "checks.py", 4, "checks.py line 4"),
        (NOTEBOOK, "lock.ipynb", 3, "cell 4, line 2"),
        (NOTEBOOK, "lock.py", 1, "cell 2, line 1"),
        (None, "lock.py", 12, "lock.py line 12"),
    ],
)
def test_a_place_is_told_as_its_writer_knows_it(
    source: SourceText | None, file: str, line: int, words: str
) -> None:
    assert place(source, file, line) == words


def test_a_very_long_source_is_cut_but_not_around_its_notes() -> None:
    code = read(SourceText("x.py", "x = 1\n" * (LISTING_LIMIT * 3)))
    far = LISTING_LIMIT * 2
    numbers = [line.number for block in listing(code, {far: (Note("!"),)}) for line in block.lines]
    assert numbers[LISTING_LIMIT - 1] == LISTING_LIMIT
    assert numbers[LISTING_LIMIT:] == list(range(far - 10, far + 11))


def test_a_very_long_line_is_cut_and_says_so() -> None:
    (row,) = rows("x" * (LINE_LIMIT + 1))
    assert row == "x" * LINE_LIMIT + " … (the rest of this long line is not shown)"
    assert rows("x" * LINE_LIMIT) == ["x" * LINE_LIMIT]


def test_a_huge_source_is_shown_plain_and_whole() -> None:
    text = "x = 'a'\n" * 9000
    assert rows(text) == ["x = 'a'"] * 9000

"""Lines of a file that is not the student's own: they are told with the name of that file."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from grader.model.source import Layout, SourceCell
from grader.model.trace import Trace
from grader.report.picture.svg import picture
from grader.report.terminal.replay import replay_view
from tests.diagnosis.build import Building

NOTEBOOK = Layout("shop.ipynb", (SourceCell(1, 1, 4), SourceCell(2, 6, 9)))


def trace() -> Trace:
    run = Building()
    stock = run.thing("value", "stock")
    run.does(run.main, 7, "read", stock, 0, file="checks.py")
    run.does(run.main, 8, "wrote", stock, 1)
    run.waits(run.main, 9, "Lock.acquire", run.thing("lock", "door"))
    return run.trace("deadlock")


def lines(layout: Layout) -> list[str]:
    out = io.StringIO()
    Console(file=out, width=200).print(replay_view(trace(), layout))
    return [" ".join(line.split()) for line in out.getvalue().splitlines() if "stock" in line]


def test_the_terminal_names_another_file() -> None:
    assert lines(Layout("shop.py")) == [
        "0 checks.py line 7 main reads stock = 0",
        "1 line 8 main writes stock = 1",
    ]


def test_of_a_notebook_it_names_the_cell() -> None:
    assert lines(NOTEBOOK) == [
        "0 checks.py line 7 main reads stock = 0",
        "1 cell 2, line 3 main writes stock = 1",
    ]


def test_where_no_file_is_known_every_line_is_the_programs() -> None:
    assert lines(Layout())[0] == "0 line 7 main reads stock = 0"


def test_the_picture_names_it_too() -> None:
    drawn = str(picture(trace(), None, Layout("shop.py")))
    assert "checks.py:7" in drawn
    assert "shop.py" not in drawn


@pytest.mark.parametrize(
    ("layout", "file", "short", "at"),
    [
        (Layout("shop.py"), "shop.py", "7", "at line 7"),
        (Layout("shop.py"), "checks.py", "checks.py:7", "at checks.py line 7"),
        (NOTEBOOK, "shop.py", "2:2", "in cell 2, line 2"),
        (NOTEBOOK, "checks.py", "checks.py:7", "at checks.py line 7"),
    ],
)
def test_a_line_in_words(layout: Layout, file: str, short: str, at: str) -> None:
    assert (layout.short(file, 7), layout.at(file, 7)) == (short, at)

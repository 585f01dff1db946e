"""One teller of a step: what the terminal says and what the picture says is the same."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from rich.console import Console

from grader.commands.explore import read_program
from grader.kernel.controller import Controller
from grader.model.operations import EVENTS, OPERATIONS
from grader.model.trace import Option, Trace
from grader.report.picture.model import Row, Timeline
from grader.report.picture.timeline import timeline
from grader.report.steps import Teller
from grader.report.terminal.replay import replay_view
from grader.settings import Settings
from grader.text import visible
from tests.diagnosis.test_real_programs import CASES, Case
from tests.engine.engine import Dice

RAW = {name for name in (*OPERATIONS, *EVENTS) if "-" in name}
"""Names that are no words; the others must not stand alone."""

IDS = re.compile(
    r"0x[0-9a-f]+|\b(?=[a-f]*\d)[0-9a-f]{10,}\b|#RETURN|\(inside\)|\bfd:\d|\ban? inner\b"
)

Pick = Callable[[tuple[Option, ...]], int]


def ran(case: Case, pick: Pick) -> Trace:
    _, _, program = read_program(str(case.path))
    settings = Settings(
        start_method=case.method, steps=300, cpu_seconds=0.5, sleeping_seconds=0.5, processes=16
    )
    with Controller(program, settings) as controller:
        return controller.run(pick, detailed=True)


def terminal(trace: Trace, *, every: bool = False) -> list[str]:
    out = io.StringIO()
    console = Console(file=out, width=5000, highlight=False, markup=False, emoji=False)
    console.print(replay_view(trace, every=every), crop=False)
    return [" ".join(line.split()) for line in out.getvalue().splitlines()]


def as_told(row: Row) -> str:
    """Return the line that the terminal should have for a row of the picture."""
    place = [f"line {row.site.line}"] if row.site else []
    words = "; ".join(dict.fromkeys([*([row.call] if row.call else []), *row.deeds]))
    return " ".join(visible(" ".join([str(row.step), *place, row.who, words])).split())


def standing_before(lines: list[str], number: int) -> str:
    """Return what the terminal says of who waits before a step."""
    at = next(i for i, line in enumerate(lines) if line.split(" ")[0] == str(number))
    return next(
        (line for line in reversed(lines[:at]) if line.startswith(("ready:", "blocked:"))), ""
    )


def said_to_be_ready(line: str) -> set[str]:
    """Return the names after "ready:", whom nothing keeps from going on."""
    said = line.partition(" blocked: ")[0]
    return set(said.removeprefix("ready: ").split(", ")) if said.startswith("ready: ") else set()


def assert_same(trace: Trace, shown: Timeline, lines: list[str]) -> None:
    first = next(int(line.split()[0]) for line in lines if line[:1].isdigit())
    for row in shown.rows:
        if row.kind != "step" or row.step < first:
            continue
        assert as_told(row) in lines
        before = standing_before(lines, row.step)
        if row.step not in (0, first):
            stands = {
                visible(lane.name): at for lane, at in zip(shown.lanes, row.stands, strict=True)
            }
            # The picture has no lane for the others, nor says it of one that a thread in it runs.
            told = {
                visible(lane.name) for lane in shown.lanes if not trace.tasks[lane.task].service
            }
            told -= {name for name, at in stands.items() if at.state == "service"}
            ready = {name for name in told if stands[name].state in ("ready", "running")}
            assert said_to_be_ready(before) & told == ready
        for lane, stand in zip(shown.lanes, row.stands, strict=True):
            service = trace.tasks[lane.task].service
            if stand.state == "blocked" and stand.wait and row.step and not service:
                assert visible(f"{lane.name} waits for {stand.wait}") in before or row.step == first
    assert any(line.startswith(shown.ending) for line in lines)


FIRSTS = {case.cause: case for case in reversed(CASES)}
"""One program of each cause; the others are of the long tier."""


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(
            case,
            id=f"{case.cause}/{case.path.stem}",
            marks=() if case is FIRSTS[case.cause] else pytest.mark.long,
        )
        for case in CASES
    ],
)
def test_terminal_and_picture_tell_a_run_in_the_same_words(case: Case) -> None:
    trace = ran(case, Dice(1))
    teller = Teller(trace)
    assert_same(trace, timeline(trace, None), terminal(trace))
    for told in teller.steps:
        for text in (*told.deeds, told.call):
            assert text not in {*OPERATIONS, *EVENTS} or text == told.call
            assert not RAW & set(text.split()), text
            assert not IDS.search(text), text
    for stood in (*teller.stood({step.number for step in trace.steps}).values(), teller.at_end()):
        for each in stood.values():
            assert not RAW & set(each.wait.split()), each.wait
            assert not IDS.search(each.wait), each.wait

"""One run on a page: the picture, its steps in words, and what stepping through needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from grader.model.finding import Finding, Mark
from grader.model.source import PLAIN, SourceText
from grader.model.trace import Site, Trace
from grader.report.html.listing import Note, is_of, place
from grader.report.picture.model import Row, Stand, Timeline
from grader.report.picture.svg import WORDS, draw
from grader.report.picture.timeline import timeline
from grader.report.words import seconds
from grader.text import shortened, visible

OUTPUT_LINES = 60
"""Lines of a run's output that a page shows."""

OUTPUT_WIDTH = 400
"""Characters of one of them."""


@dataclass(frozen=True, slots=True)
class StepView:
    """A row of the table of steps."""

    number: str
    who: str
    place: str
    line: int | None  # in the student's source
    call: str
    deeds: tuple[str, ...]
    others: tuple[str, ...]  # "clerk-2 waits for tickets"
    marks: tuple[int, ...]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class RunView:
    """Everything that the template shows of one run."""

    anchor: str
    source: str  # prefix of the anchors of the source's lines
    picture: Markup
    steps: tuple[StepView, ...]
    data: dict[str, Any]  # for the script: plain JSON, every text already made visible
    facts: tuple[tuple[str, str], ...]  # such as ("virtual time", "3 s")
    output: str
    marks: tuple[Mark, ...]
    names: dict[int, str]


def run_view(
    trace: Trace,
    finding: Finding | None,
    source: SourceText | None,
    *,
    anchor: str,
    lines: str,
    every: bool = False,
) -> RunView:
    """Return a run as the template shows it; ``lines`` is the prefix of the source's anchors."""
    shown = timeline(trace, finding, every=every)
    layout = source.layout if source is not None else PLAIN
    return RunView(
        anchor=anchor,
        source=lines,
        picture=draw(shown, layout),
        steps=tuple(_step(shown, row, source) for row in shown.rows),
        data=_data(shown, source, lines),
        facts=tuple(_facts(trace, finding)),
        output=shortened(layout.retold(trace.output.rstrip("\n")), OUTPUT_LINES, OUTPUT_WIDTH),
        marks=shown.marks,
        names=shown.names,
    )


def line_notes(
    finding: Finding | None, trace: Trace | None, source: SourceText, run: RunView | None
) -> dict[int, tuple[Note, ...]]:
    """Return what to tell at which line of the source: marks, and where an error arose.

    Without a mark in this source, where everybody stands.
    """
    notes: dict[int, list[Note]] = {}
    marks = run.marks if run is not None else finding.marks if finding is not None else ()
    names = run.names if run is not None else {}
    for number, mark in enumerate(marks, start=1):
        if mark.line is not None and is_of(source, mark.file or source.name):
            who = names.get(mark.task, "")
            text = f"{who}: {mark.label}" if who else mark.label
            notes.setdefault(mark.line, []).append(Note(text, number if run else None))
    for task in finding.tasks if finding is not None and not notes else ():
        if task.line is None or task.state == "ended":
            continue
        if is_of(source, task.file or source.name):
            wait = f" and waits for {task.waits_for}" if task.waits_for else ""
            line = source.layout.joined(task.cell, task.line)
            notes.setdefault(line, []).append(Note(f"{task.name}: is here{wait}"))
    if trace is not None and trace.failure is not None:
        own = [site for site in trace.failure.frames if is_of(source, site.file)]
        if own:
            text = f"{trace.failure.type}: {trace.failure.message}".rstrip(": ")
            notes.setdefault(own[-1].line, []).append(Note(shortened(text, 1, 200)))
    return {line: tuple(found) for line, found in notes.items()}


def _facts(trace: Trace, finding: Finding | None) -> list[tuple[str, str]]:
    ends = {
        "returned": "the function returned",
        "raised": "the function raised an exception",
        "deadlock": "deadlock",
        "stuck": "went on for ever",
        "crashed": "a process failed",
    }
    facts = [("this run", ends[trace.status]), ("steps", str(len(trace.steps)))]
    if len({task.process for task in trace.tasks}) > 1:
        facts.append(("default start method", trace.start_method))
    if finding is not None:
        facts.insert(0, ("schedule", str(finding.schedule)))
    if trace.time:
        facts.append(("virtual time", seconds(trace.time)))
    if trace.clock == "hostile":
        facts.append(("clock", "a machine under load: sleepers may be overtaken"))
    return facts


def _step(shown: Timeline, row: Row, source: SourceText | None) -> StepView:
    others = [
        f"{lane.name} {_stand_words(stand)}"
        for index, (lane, stand) in enumerate(zip(shown.lanes, row.stands, strict=False))
        if index != row.lane and stand.state in ("ready", "blocked")
    ]
    where = _place(source, row.site)
    number = "end" if row.kind == "end" else str(row.step)
    deeds = (shown.ending,) if row.kind == "end" else row.deeds
    line = _own_line(source, row.site)
    return StepView(
        number,
        row.who,
        where,
        line,
        row.call,
        deeds,
        tuple(others),
        tuple(mark + 1 for mark in row.marks),
        row.left_out,
    )


def _data(shown: Timeline, source: SourceText | None, lines: str) -> dict[str, Any]:
    """Return what the script needs: it only shows these texts, and works nothing out."""
    rows: list[dict[str, Any]] = []
    start = 0
    for index, row in enumerate(shown.rows):
        if row.kind == "gap":
            continue
        if index == shown.start:
            start = len(rows)
        stands = [
            [stand.state, _stand_words(stand), _own_line(source, stand.site) or 0]
            for stand in row.stands
        ]
        where = _place(source, row.site)
        if row.kind == "end":
            head, deeds = "The end", [shown.ending]
        else:
            head = f"Step {row.step}: {row.who} runs" + (f", {where}" if where else "")
            deeds = [text for text in row.deeds if text != row.call]
        marks = [f"{mark + 1}: {shown.marks[mark].label}" for mark in row.marks]
        rows.append(
            {
                "row": index,
                "lane": row.lane,
                "head": head,
                "call": row.call,
                "did": deeds,
                "time": seconds(row.time) if row.time else "",
                "marks": marks,
                "stands": stands,
            }
        )
    lanes = [lane.name for lane in shown.lanes]
    data = {"source": lines, "lanes": lanes, "start": start, "rows": rows}
    made: dict[str, Any] = _visible(data)
    return made


def _stand_words(stand: Stand) -> str:
    words = {"absent": "not started yet", "service": "has a thread of Python's own that runs"}
    text = words.get(stand.state) or WORDS[stand.state]
    return f"{text}, waits for {stand.wait}" if stand.state == "blocked" and stand.wait else text


def _place(source: SourceText | None, site: Site | None) -> str:
    return place(source, site.file, site.line) if site is not None else ""


def _own_line(source: SourceText | None, site: Site | None) -> int | None:
    return site.line if site is not None and is_of(source, site.file) else None


def _visible(data: Any) -> Any:
    if isinstance(data, str):
        return visible(data)
    if isinstance(data, list):
        return [_visible(item) for item in data]
    if isinstance(data, dict):
        return {key: _visible(item) for key, item in data.items()}
    return data

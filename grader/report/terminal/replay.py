"""One run, step by step, for a terminal: who ran, where, what it did, who is ready and blocked."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from grader.model.source import PLAIN, Layout
from grader.model.trace import Json, Trace
from grader.report.steps import Stood, Teller, Told, count_own
from grader.report.words import seconds
from grader.text import shortened, visible

STEPS = 200
"""Steps that are shown unless all are asked for; from a longer run the last ones."""

ALL = "--all-steps shows them"
VALUE_LENGTH = 60
NAME_WIDTH = 28


def replay_view(trace: Trace, layout: Layout = PLAIN, *, every: bool = False) -> RenderableType:
    """Return the steps of a run as lines.

    ``every`` shows all of a long one, and the steps of Python's own, which are only counted else.
    ``layout`` says where the program's lines are for its writer.
    """
    teller = Teller(trace)
    told = [step for step in teller.steps if every or not step.own]
    shown = told if every else told[-STEPS:]
    rows: list[RenderableType] = []
    if before := len(told) - len(shown):
        rows.append(Text(f"({before} steps before these are left out; {ALL})", "dim"))
    if own := len(teller.steps) - len(told):
        verb = "is" if own == 1 else "are"
        rows.append(Text(f"({count_own(own)} {verb} left out; {ALL})", "dim"))
    return Group(*rows, _table(teller, shown, layout, every=every), Text(""), _ending(teller))


def _table(teller: Teller, shown: Sequence[Told], layout: Layout, *, every: bool) -> Table:
    width = min(NAME_WIDTH, max([len(visible(step.who)) for step in shown] or [4]))
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="dim", justify="right")
    table.add_column(style="dim", justify="right")
    table.add_column(style="bold", width=width)
    table.add_column(overflow="fold")
    stood = teller.stood({step.number for step in shown})
    before = ""
    for index, step in enumerate(shown):
        table.add_row(
            str(step.number),
            _place(step, layout),
            Text(visible(step.who)),
            Text(visible(step.words)),
        )
        following = shown[index + 1].number if index + 1 < len(shown) else None
        after = stood[following] if following is not None else teller.at_end()
        text = _standing(teller, after, every=every)
        if text != before:
            table.add_row("", "", "", Text(visible(text), "dim"))
        before = text
    return table


def _place(step: Told, layout: Layout) -> str:
    return visible(layout.where(step.site.file, step.site.line)) if step.site is not None else ""


def _standing(teller: Teller, stood: Mapping[int, Stood], *, every: bool) -> str:
    """Return who is ready and who waits for what: without Python's own, but where all is shown."""
    scene = teller.scene
    people = {
        scene.who(number): each
        for number, each in stood.items()
        if every or not scene.task(number).service or each.site is not None
    }
    ready = [name for name, each in people.items() if each.state in ("ready", "running")]
    blocked = [
        f"{name} waits for {each.wait}" if each.wait else name
        for name, each in people.items()
        if each.state == "blocked"
    ]
    parts = ["ready: " + ", ".join(ready)] if ready else []
    if blocked:
        parts.append("blocked: " + ", ".join(blocked))
    return "   ".join(parts) or "all have ended"


def _ending(teller: Teller) -> Text:
    trace = teller.trace
    text = teller.ending()
    if trace.status == "returned":
        text += f" Its value: {_value(trace.value)}."
    if trace.failure:
        text += f" {trace.failure.type}: {trace.failure.message}".rstrip(": ")
    steps = "1 step" if len(trace.steps) == 1 else f"{len(trace.steps)} steps"
    return Text(visible(f"{text} ({steps}, {seconds(trace.time)} of virtual time)"))


def _value(value: Json) -> str:
    return shortened(json.dumps(value, ensure_ascii=False, default=str), 1, VALUE_LENGTH)

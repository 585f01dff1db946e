"""One run, step by step, for a terminal: who ran, where, what it did, who is ready and blocked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from grader.model.source import PLAIN, Layout
from grader.model.trace import Event, Pending, Step, TaskRecord, Trace
from grader.text import visible

STEPS = 200
"""Steps that are shown unless all are asked for; from a longer run the last ones."""

_SELDOM_TOLD = frozenset({"created", "cell"})
# What these read and write is their own book-keeping.
_WITH_MEMORY_INSIDE = frozenset({"barrier", "condition", "event", "queue", "joinable-queue"})


@dataclass(frozen=True, slots=True)
class Standing:
    """Which tasks stood how between two steps, by name."""

    ready: tuple[str, ...]
    blocked: tuple[tuple[str, str], ...]  # name, what it waits for


def replay_view(trace: Trace, layout: Layout = PLAIN, *, every: bool = False) -> RenderableType:
    """Return the steps of a run as lines; ``every`` shows all of a long one.

    ``layout`` says where the program's lines are for its writer.
    """
    shown = trace.steps if every else trace.steps[-STEPS:]
    rows: list[RenderableType] = []
    if left_out := len(trace.steps) - len(shown):
        rows.append(Text(f"({left_out} steps before these are left out; --all shows them)", "dim"))
    names = {task.number: visible(task.name) for task in trace.tasks}
    width = min(20, max([len(name) for name in names.values()] or [4]))
    table = Table.grid(padding=(0, 2, 0, 0))
    for style, justify in (("dim", "right"), ("dim", "right"), ("bold", "left"), ("", "left")):
        table.add_column(style=style, justify="right" if justify == "right" else "left")
    table.columns[2].width = width
    table.columns[3].overflow = "fold"
    before: Standing | None = None
    standings = dict(enumerate(_standings(trace)))
    for step in shown:
        site = step.picked.pending.site
        cell, line = layout.within(site.file, site.line) if site else (None, None)
        place = f"cell {cell}, line {line}" if cell else f"line {line}" if site else ""
        table.add_row(
            str(step.number),
            place,
            Text(names.get(step.task, "?")),
            Text("; ".join(_deeds(trace, step, names))),
        )
        after = standings[step.number]
        if after != before:
            table.add_row("", "", "", Text(_standing_text(after), "dim"))
        before = after
    return Group(*rows, table, Text(""), _ending(trace))


def _standings(trace: Trace) -> Iterator[Standing]:
    """Yield how the tasks stood after each step.

    A task that waits is parked at the operation at which it is next seen to be ready, and
    one that is never ready again at the one of its record: nothing needs to be guessed.
    """
    known = {task.number: task for task in trace.tasks}
    parked = {task.number: task.pending for task in trace.tasks}
    last_step = {step.task: step.number for step in trace.steps}
    first_seen: dict[int, int] = {}
    for step in trace.steps:
        for option in step.options:
            first_seen.setdefault(option.task, step.number)
    found: list[Standing] = []
    for index in range(len(trace.steps) - 1, -1, -1):
        following = trace.steps[index + 1] if index + 1 < len(trace.steps) else None
        if following:
            parked.update({o.task: o.pending for o in following.options})
        ready = (
            [o.task for o in following.options if not o.timer]
            if following
            else [t.number for t in trace.tasks if t.state in ("ready", "running")]
        )
        waiting = [
            (task, parked[number])
            for number, task in known.items()
            if number not in ready
            and first_seen.get(number, 0) <= index + 1
            and not (task.state == "ended" and last_step.get(number, -1) <= index)
        ]
        found.append(
            Standing(
                tuple(dict.fromkeys(visible(known[t].name) for t in ready if t in known)),
                tuple((visible(task.name), _wait(trace, task, at)) for task, at in waiting),
            )
        )
    return reversed(found)


def _wait(trace: Trace, task: TaskRecord, pending: Pending | None) -> str:
    if pending is None:
        return ""
    if pending.call:
        return visible(pending.call.text)
    return _name(trace, pending.obj) or pending.op


def _standing_text(standing: Standing) -> str:
    parts = []
    if standing.ready:
        parts.append("ready: " + ", ".join(standing.ready))
    if standing.blocked:
        who = [f"{name} at {wait}" if wait else name for name, wait in standing.blocked]
        parts.append("blocked: " + ", ".join(who))
    return "   ".join(parts) or "all have ended"


def _deeds(trace: Trace, step: Step, names: dict[int, str]) -> Iterator[str]:
    pending = step.picked.pending
    late = step.picked.timer and pending.op == "poll-child"
    if step.picked.timer and pending.op != "sleep" and not late:
        yield "its time is up"
    if pending.op == "start":
        yield "begins"
    elif pending.call:
        yield visible(pending.call.text)
    else:
        yield pending.op
    if late:
        yield "is told that it has not ended"
    for event in step.events:
        if (event.kind in _SELDOM_TOLD) or not (text := _deed(trace, event)):
            continue
        yield text if event.task == step.task else f"{names.get(event.task, '?')} {text}"


def _deed(trace: Trace, event: Event) -> str:
    """Return an event in words, or "" for one that happened inside Python's own objects."""
    name = _name(trace, event.obj)
    inner = event.call is not None and event.call.target not in (None, event.obj)
    value = _short(event.value)
    match event.kind:
        case "acquired" | "released" if inner:
            return ""
        case "acquired":
            return f"takes {name}"
        case "released":
            return f"gives back {name}"
        case "released-too-often":
            return f"gives back {name}, which was not taken"
        case "read" | "wrote" if inner and _kind(trace, event) in _WITH_MEMORY_INSIDE:
            return ""
        case "read":
            return f"reads {value}"
        case "wrote":
            return f"writes {value}"
        case "sent" | "received":
            data = event.value.get("data") if isinstance(event.value, dict) else event.value
            return f"{'sends' if event.kind == 'sent' else 'receives'} {_short(data)}"
        case "queried":
            return f"is told {value}"
        case "eof":
            return "finds the end of the pipe"
        case "started":
            return f"starts {name or value}"
        case "ended":
            return "ends" if event.value is None else f"ends with exit code {value}"
        case "joined":
            return f"sees that {name} has ended"
        case "killed":
            return f"sends signal {value} to {name}"
        case "timeout":
            return "waits no longer" if name else ""
        case "raised" | "swallowed":
            return _raised(event)
        case "output":
            return f"prints {value}"
    return visible(event.kind)


def _kind(trace: Trace, event: Event) -> str:
    """Return the kind of the object that the learner's call is about."""
    record = trace.objects.get((event.call and event.call.target) or "")
    return record.kind if record else ""


def _raised(event: Event) -> str:
    what = event.value if isinstance(event.value, dict) else {}
    text = visible(f"{what.get('type', 'an exception')}: {what.get('message', '')}").rstrip(": ")
    return f"raises {text}" if event.kind == "raised" else f"hides {text}, which nobody collects"


def _name(trace: Trace, key: str | None) -> str:
    if key is None:
        return ""
    if key.startswith("task:"):
        number = key.removeprefix("task:")
        return next((visible(t.name) for t in trace.tasks if str(t.number) == number), key)
    record = trace.objects.get(key)
    return visible(record.name) if record and record.name else key


def _short(value: object) -> str:
    text = visible(json.dumps(value, ensure_ascii=False, default=str)).replace("\n", " ")
    return text if len(text) <= 60 else text[:57] + "..."


def _ending(trace: Trace) -> Text:
    ends = {
        "returned": f"The function returned {_short(trace.value)}.",
        "raised": "The function raised an exception.",
        "deadlock": "Deadlock: nobody is ready, and no timer is pending.",
        "stuck": "The run was ended: it went on for ever.",
        "crashed": "A process failed.",
    }
    text = ends[trace.status]
    if trace.failure:
        text += f" {trace.failure.type}: {trace.failure.message}"
    steps = "1 step" if len(trace.steps) == 1 else f"{len(trace.steps)} steps"
    return Text(visible(f"{text} ({steps}, {trace.time:g} s of virtual time)"))

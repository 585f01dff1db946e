"""What goes from lane to lane in a timeline: arrows, locks held, and who waits for whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from grader.diagnosis.scene import Scene
from grader.diagnosis.waits import Wait, waits_of
from grader.report.picture.model import Hold, Link, Row, WaitEdge
from grader.report.words import is_held, is_message


@dataclass(frozen=True, slots=True)
class Grid:
    """Where tasks and steps are in the picture."""

    scene: Scene
    lane_of: Mapping[int, int]  # task -> lane, for those that have one
    rows: Sequence[Row]
    row_of: Sequence[int]  # step -> row; one more for the end
    died: Mapping[int, int]  # task -> step in which it ended


def links(grid: Grid) -> Iterator[Link]:
    """Yield the arrows: messages, starts and joins between lanes."""
    sent: dict[tuple[str | None, object], tuple[int, int]] = {}
    for step in grid.scene.trace.steps:
        for event in step.events:
            here = grid.lane_of.get(event.task)
            if here is None:
                continue
            other = _numbered(event.obj)
            there = grid.lane_of.get(other, here)
            if event.kind == "started":
                yield from _link(grid, "start", (here, there), (step.number, step.number))
            elif event.kind == "joined" and other in grid.died:
                yield from _link(grid, "join", (there, here), (grid.died[other], step.number))
            elif event.kind in ("sent", "received") and isinstance(event.value, dict):
                key = (event.obj, event.value.get("n"))
                if event.kind == "sent" and is_message(grid.scene, event):
                    sent[key] = (here, step.number)
                elif event.kind == "received" and key in sent:
                    sender, begin = sent[key]
                    yield from _link(grid, "message", (sender, here), (begin, step.number))


def _link(
    grid: Grid,
    kind: Literal["message", "start", "join"],
    lanes: tuple[int, int],
    steps: tuple[int, int],
) -> Iterator[Link]:
    """Yield the arrow, unless it stays in its lane or in rows that are not shown."""
    rows = (grid.row_of[steps[0]], grid.row_of[steps[1]])
    hidden = [grid.rows[row].kind == "gap" for row in rows]
    if lanes[0] != lanes[1] and not all(hidden):
        yield Link(kind, lanes, rows)


def _numbered(key: str | None) -> int:
    prefix, _, number = (key or "").partition(":")
    return int(number) if prefix == "task" and number.isdigit() else -1


def holds(grid: Grid) -> Iterator[Hold]:
    """Yield who held which lock over more than one row."""
    held: dict[str, list[tuple[int, int]]] = {}  # key -> (task, step) of each take, in order
    for step in grid.scene.trace.steps:
        for event in step.events:
            if event.obj is None or not is_held(grid.scene, event.obj):
                continue
            takes = held.setdefault(event.obj, [])
            if event.kind == "acquired":
                takes.append((event.task, step.number))
            elif event.kind.startswith("released") and takes:
                own = [take for take in takes if take[0] == event.task]
                take = own[-1] if own else takes[0]
                takes.remove(take)
                yield from _hold(grid, event.obj, take, step.number)
    for key, takes in held.items():
        for take in takes:
            yield from _hold(grid, key, take, None)


def _hold(grid: Grid, key: str, take: tuple[int, int], until: int | None) -> Iterator[Hold]:
    task, step = take
    last = len(grid.rows) - 1
    rows = grid.row_of[step], last if until is None else grid.row_of[until]
    if task in grid.lane_of and rows[0] != rows[1]:
        yield Hold(grid.lane_of[task], grid.scene.called(key), rows, until is None)


def waits(grid: Grid) -> Iterator[WaitEdge]:
    """Yield who waits for whom at the end of a run that could not go on."""
    scene = grid.scene
    if scene.trace.status not in ("deadlock", "stuck"):
        return
    edges = [
        (wait.task.number, on, _wanted(scene, wait))
        for wait in waits_of(scene)
        for on in wait.on
        if wait.task.number in grid.lane_of and on in grid.lane_of
    ]
    onward: dict[int, set[int]] = {}
    for one, other, _ in edges:
        onward.setdefault(one, set()).add(other)
    for one, other, name in edges:
        lanes = (grid.lane_of[one], grid.lane_of[other])
        yield WaitEdge(lanes, name, cycle=one in _reached(onward, other))


def _wanted(scene: Scene, wait: Wait) -> str:
    """Return what is waited for; "" for the other's end."""
    if wait.family in ("join", "flush"):
        return ""
    name = scene.called(wait.key)
    return f"a lock inside {name}" if wait.inner else name


def _reached(onward: dict[int, set[int]], begin: int) -> set[int]:
    """Return all that can be reached, the beginning included."""
    reached: set[int] = set()
    waiting = [begin]
    while waiting:
        here = waiting.pop()
        if here not in reached:
            reached.add(here)
            waiting += onward.get(here, ())
    return reached

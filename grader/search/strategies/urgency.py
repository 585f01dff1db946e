"""Which deviations from a run are tried first: those that are likely to show a mistake."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from grader.model.operations import Operation
from grader.model.trace import Pending, Trace
from grader.search.knowledge import Knowledge, managed, touched, whole


@dataclass(frozen=True, slots=True)
class Alternative:
    """Something that could have been done instead of the default."""

    step: int
    decision: int  # number of the step among those with more than one option
    choice: int
    timer: bool
    urgency: int  # lower is more urgent


def alternatives(trace: Trace, knowledge: Knowledge) -> Iterator[Alternative]:
    """Yield all that could have been done instead of the defaults of a run, in order."""
    touched_by: defaultdict[int, set[str]] = defaultdict(set)
    asked, alone = managed(trace), _alone_at_lines(trace)
    decision = 0
    for step in trace.steps:
        item = asked.get(step.number)
        if len(step.options) > 1:
            default = step.options[0]
            key = _shared_item(step.task, item, knowledge) if default.task == step.task else None
            if default.pending.op != "line" or default.task not in alone:
                key = key or _shared(default.pending, knowledge)
            urgency = _urgency(default.pending.op, key, touched_by[default.task])
            for choice, option in enumerate(step.options[1:], start=1):
                now = 0 if option.timer else urgency
                yield Alternative(step.number, decision, choice, option.timer, now)
            decision += 1
        for key in (touched(step.picked.pending), item):
            if key is not None:
                touched_by[step.task].add(key)


def _alone_at_lines(trace: Trace) -> frozenset[int]:
    """Return the tasks whose lines nobody else can disturb.

    Where nothing but threads made lines to points, only who has the variables in common matters.
    """
    if set(trace.uncontrolled) != {"threads-data"}:
        return frozenset()
    there: defaultdict[int, set[int]] = defaultdict(set)  # by process
    for step in trace.steps:
        if step.picked.pending.op == "line":
            there[trace.tasks[step.task].process].add(step.task)
    return frozenset().union(*(tasks for tasks in there.values() if len(tasks) == 1))


def _shared(preempted: Pending, knowledge: Knowledge) -> str | None:
    """Return what an operation touches, if others do too, and without one lock for all."""
    key = touched(preempted)
    if key is None or not knowledge.is_shared(preempted) or knowledge.is_guarded(key):
        return None
    return key


def _shared_item(task: int, item: str | None, knowledge: Knowledge) -> str | None:
    """Return the item that a call of a managed object is about, if others have to do with it."""
    if item is None or knowledge.is_guarded(whole(item)):
        return None
    return item if knowledge.conflicts(task, whole(item), "w") else None


def _urgency(op: Operation, key: str | None, mine: set[str]) -> int:
    """Say how likely it shows a mistake to let another go first: 0 (now) to 3 (later).

    Between two touches of the same thing is where look-then-act breaks; between touches of two
    things is where locks are taken in opposite order. What all touch under one lock is safe.
    """
    if key is None:
        return 3
    if op == "release":
        return 2
    return 0 if key in mine else 1 if mine else 2

"""Which deviations from a run are tried first: those that are likely to show a mistake."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from grader.kernel.trace import Pending, Trace
from grader.search.knowledge import Knowledge, touched


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
    decision = 0
    for step in trace.steps:
        if len(step.options) > 1:
            default = step.options[0]
            urgency = _urgency(default.pending, touched_by[default.task], knowledge)
            for choice, option in enumerate(step.options[1:], start=1):
                now = 0 if option.timer else urgency
                yield Alternative(step.number, decision, choice, option.timer, now)
            decision += 1
        if (key := touched(step.picked.pending)) is not None:
            touched_by[step.task].add(key)


def _urgency(preempted: Pending, mine: set[str], knowledge: Knowledge) -> int:
    """Say how likely it shows a mistake to let another go first: 0 (now) to 3 (later).

    Between two touches of the same thing is where look-then-act breaks; between touches of two
    things is where locks are taken in opposite order. What all touch under one lock is safe.
    """
    key = touched(preempted)
    if key is None or not knowledge.is_shared(preempted) or knowledge.is_guarded(preempted):
        return 3
    if preempted.op == "release":
        return 2
    return 0 if key in mine else 1 if mine else 2

"""Before anyone is blamed: replay a failing schedule, and make it shorter if that fails too."""

from __future__ import annotations

from collections.abc import Callable

from grader.errors import GraderFault
from grader.model.exploration import Explored
from grader.model.trace import Clock, Step, SwitchAt, Trace
from grader.search import token
from grader.search.machine import Machine
from grader.search.strategies.bounded import Bounded
from grader.search.strategies.replay import Replay

MOST_RUNS = 60
"""Runs that are spent on taking deviations away, and again on looking for fewer of them."""


REPEATS = 5
"""Runs that tell whether a schedule repeats: a coin that decides falls the same way in 1 of 32."""


class NotJudged(GraderFault):
    """A schedule does not repeat, whatever is looked at: something else decides as well."""

    says_all = True

    def __init__(self, number: int, token: str) -> None:
        super().__init__(
            f"This can't be judged: schedule {number} ({token}) was run again and went or ended "
            f"in another way. The result depends on something other than the schedule, such as "
            f"a real clock, real chance, or a program that runs beside."
        )
        self.number = number
        self.token = token


class Nondeterminism(GraderFault):
    """A schedule repeats, but not with details: the grader's fault, never the submission's."""

    def __init__(self, number: int, token: str) -> None:
        super().__init__(
            f"schedule {number} went another way when it was replayed ({token}): "
            f"this is the grader's own fault, not the submission's"
        )
        self.number = number
        self.token = token


def run_schedule(
    machine: Machine,
    schedule: tuple[int, ...],
    clock: Clock,
    switch_at: SwitchAt,
    *,
    detailed: bool = False,
) -> Trace:
    """Run a schedule; where it asks for an option that isn't there, the default is taken."""
    strategy = Replay(schedule, clock=clock, switch_at=switch_at)
    trace = machine.run(strategy.pick, clock=clock, switch_at=switch_at, detailed=detailed)
    strategy.end(trace)
    return trace


def replay(machine: Machine, explored: Explored) -> Trace:
    """Run an explored schedule again, with details.

    Raises Nondeterminism if the trace is another, and NotJudged if it is without them as well.
    """
    seen = explored.trace
    again = run_schedule(machine, seen.schedule, seen.clock, seen.switch_at, detailed=True)
    if again.digest != seen.digest and not _cut_elsewhere(seen, again):
        for _ in range(REPEATS):
            bare = run_schedule(machine, seen.schedule, seen.clock, seen.switch_at)
            if bare.digest != seen.digest:
                raise NotJudged(explored.number, explored.replay)
        raise Nondeterminism(explored.number, explored.replay)
    return again


def _cut_elsewhere(seen: Trace, again: Trace) -> bool:
    """Say whether both runs are the same until their processor time was used up.

    It is used up a few steps sooner or later each time: no digest can be equal.
    """
    both = zip(map(_what, seen.steps), map(_what, again.steps), strict=False)
    return seen.limit == again.limit == "cpu" and all(one == other for one, other in both)


def _what(step: Step) -> tuple[object, ...]:
    """Return what a step did, without the details that not every run has."""
    picked = step.picked
    done = picked.pending
    return step.choice, picked.timer, done.task, done.op, done.obj, done.site


def shorten(machine: Machine, trace: Trace, fails: Callable[[Trace], bool]) -> Trace:
    """Return a trace with as few deviations as can be found that ``fails`` too.

    First deviations are taken away; then, as chance may have gone a long way round, schedules with
    fewer are searched from the default one on. ``fails`` must tell of any trace, in any order, and
    in the same way each time. The same kind of ending is kept. A failure under the hostile clock
    that needs no early timer becomes one under the patient clock. A run that has used up its
    processor time stays as it is: each attempt would take as long.
    """
    if trace.limit == "cpu":
        return trace
    best = _without_some(machine, trace, fails)
    most = len(_deviations(best)) - 1
    if best.clock == "hostile" or most < 1:
        return best
    search = Bounded(switch_at=best.switch_at, max_bound=most)
    for _ in range(MOST_RUNS):
        if (plan := search.begin()) is None:
            break
        found = machine.run(search.pick, clock=plan.clock, switch_at=plan.switch_at)
        search.end(found)
        if _kind(found) == _kind(trace) and fails(found):
            return found
    return best


def _without_some(machine: Machine, trace: Trace, fails: Callable[[Trace], bool]) -> Trace:
    """Return a trace without those deviations that it fails without."""
    budget = MOST_RUNS

    def attempt(schedule: tuple[int, ...], clock: Clock) -> Trace | None:
        nonlocal budget
        if budget == 0:
            return None
        budget -= 1
        found = run_schedule(machine, schedule, clock, trace.switch_at)
        return found if _kind(found) == _kind(trace) and fails(found) else None

    best = trace
    deviations = _deviations(trace)
    for count in (2**n - 1 for n in range(1, len(deviations).bit_length())):
        # Often a few switches at the beginning decide it, and all that follows is noise.
        if found := attempt(_schedule(deviations[:count]), trace.clock):
            best = min(best, found, key=_cost)
            break
    parts = 2
    while True:
        deviations = _deviations(best)
        if len(deviations) < 2 and not (deviations and best.clock == "hostile"):
            break  # the default schedule itself does not fail: it is always the first
        size = -(-len(deviations) // parts)
        for start in range(0, len(deviations), size):
            kept = deviations[:start] + deviations[start + size :]
            found = attempt(_schedule(kept), best.clock)
            if found is not None and _cost(found) < _cost(best):
                best = found
                parts = max(2, parts - 1)
                break
        else:
            if size == 1:
                break
            parts *= 2
    if best.clock == "hostile" and not any(
        step.picked.timer and not step.options[0].timer for step in best.steps
    ):
        calm = tuple(
            step.choice
            for step in best.steps
            if sum(not option.timer for option in step.options) > 1
        )
        best = attempt(calm, "patient") or best
    return best


def confirm(
    machine: Machine, explored: Explored, fails: Callable[[Trace], bool], *, shorter: bool = True
) -> Explored:
    """Return a failing run replayed with details, made shorter if ``shorter`` and it can be.

    The number stays that of the run that was found. Raises Nondeterminism, and NotJudged also
    where the schedule repeats and does not fail.
    """

    def repeated(run: Explored) -> Trace:
        again = replay(machine, run)
        if shorter and not fails(again):  # else the judge may only count what it has seen
            raise NotJudged(run.number, run.replay)
        return again

    detailed = repeated(explored)
    best = shorten(machine, explored.trace, fails) if shorter else explored.trace
    if best is explored.trace:
        return Explored(explored.number, explored.replay, detailed)
    short = Explored(explored.number, token.of(best), best)
    return Explored(short.number, short.replay, repeated(short))


def _kind(trace: Trace) -> tuple[str, str]:
    return trace.status, trace.failure.type if trace.failure is not None else ""


def _deviations(trace: Trace) -> list[tuple[int, int]]:
    return [(number, choice) for number, choice in enumerate(trace.schedule) if choice]


def _schedule(deviations: list[tuple[int, int]]) -> tuple[int, ...]:
    choices = dict(deviations)
    return tuple(choices.get(number, 0) for number in range(max(choices, default=-1) + 1))


def _cost(trace: Trace) -> tuple[int, int]:
    return len(_deviations(trace)), len(trace.schedule)

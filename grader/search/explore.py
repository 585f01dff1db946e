"""Run one program under many schedules, until one is rejected or the budget is spent."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from grader.model.exploration import Exploration, Explored, OutcomeCount
from grader.model.trace import Clock, Json, Status, SwitchAt, Trace
from grader.search import token
from grader.search.coverage import describe
from grader.search.knowledge import Knowledge
from grader.search.machine import Machine
from grader.search.portfolio import Search
from grader.search.shrink import Nondeterminism, NotJudged, confirm, replay
from grader.settings import Settings

__all__ = ["Nondeterminism", "NotJudged", "explore", "replay"]

_NEED_LINES = ("file", "shared-memory", "threads-data")


def explore(
    machine: Machine,
    *,
    program: str,
    settings: Settings,
    rejects: Callable[[Trace], bool],
    stop_at_first: bool = True,
    clocks: tuple[Clock, ...] = ("patient", "hostile"),
    compare_values: bool = False,
) -> Exploration:
    """Run a program up to ``settings.schedules`` times and return all that was seen.

    ``rejects`` says of a trace whether it is wrong; a run that is stuck, hung or cut short by a
    limit is wrong in any case. With ``compare_values`` it is wrong as well to return another
    value than the first schedule that returned one, or where none is returned, to print other
    lines (``Trace.shows``). The first wrong run is replayed with details
    and made shorter (neither is counted), and is the exploration's ``failure``.

    The same machine and settings give the same exploration, ``seconds`` apart. Raises ValueError
    for an unknown strategy or a budget below 1, and NotJudged or Nondeterminism if the failing
    schedule does not repeat.
    """
    started = time.perf_counter()
    judge = _Judge(rejects, compare_values)
    switch_at: SwitchAt = "calls" if settings.switch_at == "auto" else settings.switch_at
    search = _search(settings, settings.schedules, switch_at, clocks)
    runs: list[Explored] = []
    outcomes = _Outcomes()
    failure: Explored | None = None
    made = steps = before = 0
    while (plan := search.begin()) is not None:
        trace = machine.run(search.pick, clock=plan.clock, switch_at=plan.switch_at)
        search.end(trace)
        made += 1
        steps += len(trace.steps)
        loose = any(word.startswith(_NEED_LINES) for word in trace.uncontrolled)
        may_switch = (
            settings.switch_at == "auto" and switch_at == "calls" and made < settings.schedules
        )
        # A loop over plain memory burns at calls; at lines, the others get their turn within it.
        burns = loose and may_switch and trace.hung == "burning"
        if search.knowledge.fresh and not burns:
            explored = Explored(len(runs) + 1, token.of(trace), trace)
            runs.append(explored)
            outcomes.add(explored)
            if judge.is_wrong(trace) and failure is None:
                # A judge that only counts what it has seen can't tell of a schedule made shorter.
                steady = not any(judge.is_wrong(run.trace) for run in runs[:1] if len(runs) > 1)
                failure = confirm(machine, explored, judge.is_wrong, shorter=steady)
                if stop_at_first:
                    break
        if loose and may_switch:
            switch_at, before = "lines", len(runs)
            search = _search(settings, settings.schedules - made, switch_at, clocks)
    exhaustive, bound = describe(
        search.coverage(), stopped=failure is not None and stop_at_first, before=before
    )
    passed_over = any(run.trace.passed_over for run in runs)
    if passed_over:
        bound += "; in long loops not with every round"
    unseen = sorted(_unseen(runs, switch_at))
    if unseen:
        bound += f"; not under control: {', '.join(unseen)}"
    return Exploration(
        program=program,
        schedules=len(runs),
        exhaustive=exhaustive and not (unseen or passed_over),
        bound=bound,
        steps=steps,
        seconds=time.perf_counter() - started,
        outcomes=outcomes.counts(),
        runs=tuple(runs),
        failure=failure,
        strategy=settings.strategy,
        seed=settings.seed,
        start_method=settings.start_method,
    )


def _search(
    settings: Settings, budget: int, switch_at: SwitchAt, clocks: tuple[Clock, ...]
) -> Search:
    return Search(
        settings.strategy,
        budget=budget,
        seed=settings.seed,
        switch_at=switch_at,
        clocks=clocks,
        knowledge=Knowledge(),
    )


def _unseen(runs: Iterable[Explored], switch_at: SwitchAt) -> set[str]:
    """Return what was used that no switch point covers."""
    covered = _NEED_LINES if switch_at == "lines" else ()
    return {word for run in runs for word in run.trace.uncontrolled if not word.startswith(covered)}


class _Judge:
    """Says which traces are wrong; never lets one pass that has not come to its end."""

    def __init__(self, rejects: Callable[[Trace], bool], compare_values: bool) -> None:
        self._rejects = rejects
        self._compare = compare_values
        self._reference: str | None = None

    def is_wrong(self, trace: Trace) -> bool:
        wrong = self._rejects(trace)
        cut_short = trace.status == "stuck" or bool(trace.limit) or bool(trace.hung)
        return wrong or cut_short or self._is_odd(trace)

    def _is_odd(self, trace: Trace) -> bool:
        if not self._compare or trace.status != "returned":
            return False
        value = _as_json(trace.shows)
        if self._reference is None:
            self._reference = value
        return value != self._reference


def _as_json(value: Json) -> str:
    return json.dumps(value, sort_keys=True)


@dataclass(slots=True)
class _Outcome:
    status: Status
    value: Json
    replay: str
    printed: bool
    count: int = 0


@dataclass(slots=True)
class _Outcomes:
    """Groups runs by how they ended, in order of the first of each."""

    found: dict[tuple[str, str], _Outcome] = field(default_factory=dict)

    def add(self, run: Explored) -> None:
        trace = run.trace
        value: Json = trace.shows if trace.status == "returned" else None
        if trace.failure is not None:
            message = trace.failure.message
            value = f"{trace.failure.type}: {message}" if message else trace.failure.type
        key = (trace.status, _as_json(value))
        printed = trace.status == "returned" and trace.value is None and value is not None
        found = self.found.setdefault(key, _Outcome(trace.status, value, run.replay, printed))
        found.count += 1

    def counts(self) -> tuple[OutcomeCount, ...]:
        return tuple(
            OutcomeCount(o.status, o.value, o.count, o.replay, o.printed)
            for o in self.found.values()
        )

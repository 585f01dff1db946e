"""Delay-bounded search: the default schedule, then all with one deviation, then two, ...

A *deviation* is one decision that is not the default. Each schedule has one parent, which lacks
its last deviation: so the search is a tree, walked level by level, and no schedule comes twice.

Left out is a deviation before a step that no other task has to do with. Preempting the task after
that step instead reorders independent operations only, so the same outcomes follow. This takes
care that the twin needs no more deviations, given the kernel's default order (the running task,
then who has been ready for longest). What is private is judged by all traces seen: if a later
trace shows that it is shared after all, the schedules that were left out are run.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass

from grader.model.operations import KEEPS_TURN
from grader.model.trace import Clock, Option, Step, SwitchAt, Trace
from grader.search.coverage import WHOLE, Coverage, counted
from grader.search.knowledge import Knowledge
from grader.search.strategies.urgency import alternatives
from grader.search.strategy import Plan

Deviations = tuple[tuple[int, int], ...]  # (number of the decision, choice), by number


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A schedule that deviates from the run of its parent at one more step."""

    deviations: Deviations
    parent: Trace
    step: int
    urgency: int  # of all its deviations together; lower comes first

    @property
    def behind(self) -> int:
        """How many stood in line behind the task that is taken out of turn."""
        return len(self.parent.steps[self.step].options) - 1 - self.deviations[-1][1]

    @property
    def alternative(self) -> Option:
        return self.parent.steps[self.step].options[self.deviations[-1][1]]

    @property
    def kind(self) -> tuple[object, ...]:
        """Where in the code who stands, whichever of several like tasks it is."""
        default, instead = self.parent.steps[self.step].options[0].pending, self.alternative
        there = ((each.op, each.site) for each in (default, instead.pending))
        return len(self.deviations), instead.timer, *there


class Bounded:
    """Runs every schedule with up to ``max_bound`` deviations, fewest first.

    More deviations follow as long as all schedules with that many bring the runs to no more than
    ``fits``. With ``timers_only`` a deviation is only ever a timer that fires early.
    """

    name = "bounded"

    def __init__(
        self,
        *,
        clock: Clock = "patient",
        switch_at: SwitchAt = "calls",
        max_bound: int | None = None,
        fits: int = 0,
        timers_only: bool = False,
        skip: bool = True,
        knowledge: Knowledge | None = None,
    ) -> None:
        self.knowledge = knowledge if knowledge is not None else Knowledge()
        self.level = 0  # deviations of the schedules that are run now
        self.strayed = 0  # runs that did not follow their plan
        self._plan = Plan(clock, switch_at)
        self._max_bound = max_bound
        self._fits = fits
        self._runs = 0
        self._timers_only = timers_only
        self._skip = skip and clock == "patient"
        self._queue: deque[_Candidate | None] = deque([None])  # None: the default schedule
        self._waiting: list[_Candidate] = []  # of higher levels, or left out until now
        self._running: _Candidate | None = None
        self._decision = 0
        self._fresh: Counter[int] = Counter()  # new runs by number of deviations
        self.noted = 0  # new runs that another strategy made before they were due here
        self._noted: dict[Deviations, tuple[Trace, bool]] = {}  # with whether they were new

    def begin(self) -> Plan | None:
        """Take the next schedule; None when all up to the bound were run."""
        while True:
            while not self._queue:
                due, still = self._due(self.level)
                if not due:
                    if not self._has_higher():
                        return None
                    due, still = self._due(self.level + 1)
                    beyond = self._max_bound is not None and self.level >= self._max_bound
                    if beyond and self._runs + len(due) > self._fits:
                        return None
                    self.level += 1
                self._waiting = still
                self._queue.extend(_in_order(due))
            self._running = self._queue.popleft()
            self._decision = 0
            made = self._noted.pop(self._deviations, None)
            if made is None:
                return self._plan
            self.noted += made[1]
            self._learn(made[0], fresh=made[1])

    def pick(self, options: tuple[Option, ...]) -> int:
        """Return the planned choice, or the default."""
        choice = dict(self._deviations).get(self._decision, 0)
        self._decision += 1
        return choice if choice < len(options) else 0

    def end(self, trace: Trace) -> None:
        """Learn from the run, and note the schedules that deviate from it once more."""
        self.knowledge.add(trace)
        self._learn(trace, fresh=self.knowledge.fresh)

    def note(self, trace: Trace) -> None:
        """Take a run that another strategy has made under the same clock, and need not make it."""
        self._noted[_deviations(trace)] = (trace, self.knowledge.fresh)

    def _learn(self, trace: Trace, *, fresh: bool) -> None:
        self._runs += 1
        planned = self._deviations
        if fresh:
            self._fresh[len(planned)] += 1
        if _deviations(trace) != planned:
            self.strayed += 1  # its branch is not the one that was meant to be searched
        else:
            self._waiting.extend(self._children(trace, planned))

    @property
    def _deviations(self) -> Deviations:
        return self._running.deviations if self._running is not None else ()

    def _children(self, trace: Trace, planned: Deviations) -> Iterator[_Candidate]:
        first = planned[-1][0] + 1 if planned else 0
        before = self._running.urgency if self._running is not None else 0
        for one in alternatives(trace, self.knowledge):
            if one.decision >= first and (one.timer or not self._timers_only):
                deviations = (*planned, (one.decision, one.choice))
                yield _Candidate(deviations, trace, one.step, before + one.urgency)

    def _due(self, level: int) -> tuple[list[_Candidate], list[_Candidate]]:
        """Return (those of the waiting that are to be run at this level, the others)."""
        due: list[_Candidate] = []
        still: list[_Candidate] = []
        for candidate in self._waiting:
            wanted = len(candidate.deviations) <= level and not self._is_left_out(candidate)
            (due if wanted else still).append(candidate)
        return due, still

    def _has_higher(self) -> bool:
        return any(len(c.deviations) > self.level for c in self._waiting)

    def _is_left_out(self, candidate: _Candidate) -> bool:
        """Return whether a twin of this schedule, with no more deviations, is run anyway."""
        if not self._skip or candidate.alternative.timer:
            return False
        steps = candidate.parent.steps
        index = candidate.step
        step = steps[index]
        if index + 1 >= len(steps) or not self.knowledge.is_private(step):
            return False
        after = steps[index + 1]
        if after.options[0].task != step.task:
            return False
        if candidate.alternative.task not in {option.task for option in after.options}:
            return False
        # By the step the task loses its turn among the waiting. Does that change the order?
        if len(step.options) == 2 and self._all_others_join(candidate):
            return True
        next_one = after.options[0].pending
        keeps_turn = next_one.op in KEEPS_TURN or not self.knowledge.is_shared(next_one)
        return keeps_turn and index > 0 and _came_last(steps[index - 1], step)

    def _all_others_join(self, candidate: _Candidate) -> bool:
        """Return whether all tasks but the two that are ready wait for one of them to end."""
        trace, index = candidate.parent, candidate.step
        ready = {option.task for option in trace.steps[index].options}
        next_ops = {task.number: task.pending.op for task in trace.tasks if task.pending}
        for step in reversed(trace.steps[index:]):
            next_ops[step.task] = step.picked.pending.op
        return all(op == "join" for task, op in next_ops.items() if task not in ready)

    @property
    def is_whole(self) -> bool:
        """Whether every schedule there is was run."""
        left = self._queue or self.strayed or self._timers_only or self._has_higher()
        return not left and not self._due(self.level)[0]

    def coverage(self) -> Coverage:
        """Return in words what was run."""
        runs = sum(self._fresh.values())
        if self.strayed:
            note = f"{counted(self.strayed, 'run')} off the planned schedule"
            return Coverage(runs, (f"{runs} by deviations, {note}",), finished=False)
        complete = not self._queue and not self._due(self.level)[0]
        done = self.level if complete else self.level - 1
        partial = 0 if complete else self._fresh[self.level]
        whole = complete and not self._has_higher()
        return Coverage(
            runs,
            tuple(self._words(done, partial, whole)),
            finished=not partial and (done > 0 or whole),
            whole=whole and not self._timers_only,
            left_out=any(len(c.deviations) <= done for c in self._waiting),
        )

    def _words(self, done: int, partial: int, whole: bool) -> Iterator[str]:
        timers = self._timers_only
        what = "early timer" if timers else "deviation"
        if not timers and (whole or done == 0):
            patient_only = self._plan.clock == "patient" and self.knowledge.timers
            all_there_are = "all with a patient clock" if patient_only else WHOLE
            yield all_there_are if whole else "the default one"
        elif done > 0 and any(self._fresh[n] for n in range(1, done + 1)):
            yield f"all with up to {counted(done, what)}"
        if partial:
            yield f"{partial} of those with {counted(self.level, what) if timers else self.level}"


def _deviations(trace: Trace) -> Deviations:
    return tuple((number, choice) for number, choice in enumerate(trace.schedule) if choice)


def _came_last(before: Step, step: Step) -> bool:
    """Return whether the task of this step was the last to become ready, or as good as that."""
    ready_before = {option.task for option in before.options}
    return before.task == step.task and {option.task for option in step.options} <= ready_before


def _in_order(candidates: list[_Candidate]) -> list[_Candidate]:
    """Return them most urgent first; among equals who was last in line first, spread over the run.

    Who is next in line would run soon anyway. Of many like tasks each shows much the same: so what
    is of a kind becomes less urgent as the number of those before it doubles.
    """
    ordered: list[_Candidate] = []
    for level in sorted({(c.urgency, c.behind) for c in candidates}):
        equals = sorted(
            (c for c in candidates if (c.urgency, c.behind) == level), key=lambda c: c.deviations
        )
        ordered.extend(equals[index] for index in _spread(len(equals)))
    before: Counter[tuple[object, ...]] = Counter()
    urgency = []
    for candidate in ordered:
        before[candidate.kind] += 1
        urgency.append(candidate.urgency + before[candidate.kind].bit_length() - 1)
    return [ordered[index] for index in sorted(range(len(ordered)), key=urgency.__getitem__)]


def _spread(count: int) -> list[int]:
    """Return 0..count-1 so that every beginning of the list is spread evenly: bits reversed."""
    width = max(1, (count - 1).bit_length())
    return sorted(range(count), key=lambda n: int(f"{n:0{width}b}"[::-1], 2))

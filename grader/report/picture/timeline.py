"""A trace as what a timeline shows: lanes, rows, and how every lane stands in every row.

One lane is one process. The threads that serve Python's own objects are folded into their
process's lane; threads of the learner have a lane beside it. A row is one step; of a long run those
that say least are left out, and a row in their place says how many they are.
"""

from __future__ import annotations

from typing import Literal

from grader.model.finding import Finding, Mark
from grader.model.trace import TaskRecord, Trace
from grader.report.picture.links import Grid, holds, links, waits
from grader.report.picture.model import Lane, Row, Stand, Timeline
from grader.report.steps import Stood, Teller, Told

ALL_ROWS = 60
"""A run of so many steps is shown whole."""

LAST_ROWS, FIRST_ROWS, AROUND_MARK = 40, 6, 2
"""Of a longer one: so many steps that matter at its end, at its beginning, and near each mark."""

MARKS_LIMIT = 24
"""Marks that are shown; a finding has a handful."""

LANES_LIMIT = 10
"""Lanes that are shown: of more, those that are marked or ran most."""

JUMP = 0.001
"""Virtual seconds from which on it is told that time has passed."""

BETWEEN = frozenset({"lost-update", "check-then-act"})
"""Causes in which somebody came in between two steps that belong together."""


def timeline(trace: Trace, finding: Finding | None, *, every: bool = False) -> Timeline:
    """Return what a picture of the trace shows, with the finding's marks.

    ``every`` shows all steps, however many, and those of Python's own.
    """
    return _Maker(trace, finding, every=every).make()


class _Maker:
    """Makes one timeline; what it looks up again and again is kept here."""

    def __init__(self, trace: Trace, finding: Finding | None, *, every: bool) -> None:
        self.trace = trace
        self.teller = Teller(trace)
        self.scene = self.teller.scene
        self.every = every
        self.lasts = {step.task: step.number for step in trace.steps}
        self.marks = self._marks(finding)
        self.spans = finding is not None and finding.cause in BETWEEN
        self.lanes, self.lanes_left_out = self._lanes()
        self.lane_of = {
            task: index
            for index, lane in enumerate(self.lanes)
            for task in (lane.task, *lane.folded)
        }

    def make(self) -> Timeline:
        shown = self._shown_steps()
        rows = [*self._rows(shown), self._end_row()]
        own = sum(told.own for told in self.teller.steps) - sum(told.own for told in shown)
        row_of = _row_numbers(rows, len(self.trace.steps))
        grid = Grid(self.scene, self.lane_of, rows, row_of, self.teller.states.died)
        return Timeline(
            lanes=self.lanes,
            rows=tuple(rows),
            links=tuple(links(grid)),
            holds=tuple(holds(grid)),
            waits=tuple(waits(grid)),
            marks=self.marks,
            names=self.scene.names,
            ending=self.teller.ending(),
            lanes_left_out=self.lanes_left_out,
            own_left_out=own,
            spans=self.spans,
        )

    def _marks(self, finding: Finding | None) -> tuple[Mark, ...]:
        """Return the marks in the order of what they tell: first what was done, then who waits."""
        found = finding.marks if finding is not None else ()
        tasks, steps = len(self.trace.tasks), len(self.trace.steps)
        known = [mark for mark in found if 0 <= mark.step < steps and 0 <= mark.task < tasks]
        known.sort(key=lambda mark: (self._is_of_end(mark), mark.step))
        return tuple(dict.fromkeys(known))[:MARKS_LIMIT]

    # --- lanes

    def _lanes(self) -> tuple[tuple[Lane, ...], int]:
        tasks = self.trace.tasks
        heads = [t for t in tasks if t.kind == "process" or (not t.service and self._is_own(t))]
        headed = {task.number for task in heads}
        folded: dict[int, list[int]] = {}
        for task in tasks:
            if task.number not in headed:
                folded.setdefault(task.process, []).append(task.number)
        heads.sort(key=lambda task: (task.process, task.kind == "thread", task.number))
        shown = self._most_important(heads, folded)
        lanes = tuple(
            Lane(
                self.scene.who(task.number),
                self._kind(task),
                task.number,
                tuple(folded.get(task.number, ())),
            )
            for task in heads
            if task.number in shown
        )
        return lanes, len(heads) - len(lanes)

    def _kind(self, task: TaskRecord) -> Literal["process", "thread", "service"]:
        """Return a lane's kind; a pool's worker that runs the learner's code is a process."""
        if task.kind == "thread":
            return "thread"
        acts = any(
            step.task == task.number and step.picked.pending.site for step in self.trace.steps
        )
        return "service" if task.service and not acts else "process"

    def _is_own(self, thread: TaskRecord) -> bool:
        """Say whether a thread is the learner's: no thread of a server's process is."""
        process = (
            self.trace.tasks[thread.process] if thread.process < len(self.trace.tasks) else None
        )
        return process is None or not process.service

    def _most_important(
        self, heads: list[TaskRecord], folded: dict[int, list[int]]
    ) -> frozenset[int]:
        ran: dict[int, int] = {}
        for step in self.trace.steps:
            ran[step.task] = ran.get(step.task, 0) + 1
        marked = {mark.task for mark in self.marks}

        def weight(task: TaskRecord) -> tuple[bool, bool, bool, int]:
            own = {task.number, *folded.get(task.number, ())}
            alive = task.state != "ended" and not task.service
            return task.number == 0, bool(own & marked), alive, sum(ran.get(n, 0) for n in own)

        best = sorted(heads, key=weight, reverse=True)[:LANES_LIMIT]
        return frozenset(task.number for task in best)

    # --- rows

    def _shown_steps(self) -> list[Told]:
        steps = self.teller.steps
        if self.every:
            return list(steps)
        marked = {mark.step for mark in self.marks}
        told = [step for step in steps if not step.own or step.number in marked]
        if len(told) <= ALL_ROWS:
            return told
        matters = [step.number for step in told if step.task in self.lane_of]
        near = {
            number
            for mark in self.marks
            for number in range(mark.step - AROUND_MARK, mark.step + AROUND_MARK + 1)
        }
        stood = {
            self.lasts[task.number]
            for task in self.trace.tasks
            if task.number in self.lasts and task.number in self.lane_of and not task.service
        }
        shown = {*matters[:FIRST_ROWS], *matters[-LAST_ROWS:], *near}
        shown |= set(sorted(stood)[:LANES_LIMIT])
        return [step for step in told if step.number in shown]

    def _rows(self, shown: list[Told]) -> list[Row]:
        stood = self.teller.stood({told.number for told in shown})
        rows: list[Row] = []
        first, time = 0, 0.0
        for told in shown:
            rows += self._gap(first, told.number)
            rows.append(
                Row(
                    kind="step",
                    step=told.number,
                    stands=tuple(
                        self._stand(lane, told.task, stood[told.number]) for lane in self.lanes
                    ),
                    lane=self.lane_of.get(told.task),
                    who=told.who,
                    call=told.call,
                    deeds=told.deeds,
                    site=told.site,
                    time=told.time,
                    jump=told.time - time if told.time - time >= JUMP else 0.0,
                    marks=tuple(
                        i
                        for i, mark in enumerate(self.marks)
                        if mark.step == told.number and not self._is_of_end(mark)
                    ),
                )
            )
            first, time = told.number + 1, told.time
        return [*rows, *self._gap(first, len(self.trace.steps))]

    def _gap(self, first: int, until: int) -> list[Row]:
        """Return a row for the steps in between that are left out, unless all are Python's own."""
        left = sum(self._counts(told) for told in self.teller.steps[first:until])
        return [Row("gap", first, left_out=left)] if left else []

    def _counts(self, told: Told) -> bool:
        return self.every or not told.own

    def _stand(self, lane: Lane, runs: int, stood: dict[int, Stood]) -> Stand:
        here = stood[lane.task]
        if runs in lane.folded and here.state not in ("absent", "running"):
            return Stand("service", here.wait, here.site)
        return Stand(here.state, here.wait, here.site)

    def _end_row(self) -> Row:
        stood = [self.teller.at_end()[lane.task] for lane in self.lanes]
        stands = tuple(Stand(each.state, each.wait, each.site) for each in stood)
        marks = tuple(i for i, mark in enumerate(self.marks) if self._is_of_end(mark))
        return Row("end", len(self.trace.steps), stands, time=self.trace.time, marks=marks)

    def _is_of_end(self, mark: Mark) -> bool:
        """Say whether a mark tells where a task stands since its last step, not what it did."""
        task = self.trace.tasks[mark.task]
        if task.state != "blocked" or self.lasts.get(mark.task) != mark.step:
            return False
        here, stands = self.trace.steps[mark.step].picked.pending.site, self.scene.site_of(task)
        line = stands.line if stands is not None else None
        return mark.line == line and (here is None or here.line != line or "wait" in mark.label)


def _row_numbers(rows: list[Row], steps: int) -> list[int]:
    """Return for every step, and for the end, the index of the row that shows it, or the next."""
    numbers = [0] * (steps + 1)
    first = 0
    for index, row in enumerate(rows):
        last = rows[index + 1].step - 1 if row.kind == "gap" else row.step
        numbers[first : last + 1] = [index] * (last + 1 - first)
        first = last + 1
    return numbers

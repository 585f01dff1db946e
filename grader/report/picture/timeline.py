"""A trace as what a timeline shows: lanes, rows, and how every lane stands in every row.

One lane is one process. The threads that serve Python's own objects are folded into their
process's lane; threads of the learner have a lane beside it. A row is one step; the steps of a
long run that say nothing are left out, and a row in their place says how many they are.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from grader.diagnosis.scene import Scene, several
from grader.diagnosis.states import Standing, States
from grader.diagnosis.waits import phrase, wait_of
from grader.model.finding import Finding, Mark
from grader.model.trace import Pending, Step, TaskRecord, Trace
from grader.report.picture.links import Grid, holds, links, waits
from grader.report.picture.model import Lane, LaneState, Row, Stand, Timeline
from grader.report.picture.words import call_text, deeds, is_message, seconds

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


def timeline(trace: Trace, finding: Finding | None) -> Timeline:
    """Return what a picture of the trace shows, with the finding's marks."""
    return _Maker(trace, finding).make()


class _Maker:
    """Makes one timeline; what it looks up again and again is kept here."""

    def __init__(self, trace: Trace, finding: Finding | None) -> None:
        self.trace = trace
        self.scene = Scene(trace)
        self.lasts = {step.task: step.number for step in trace.steps}
        self.marks = self._marks(finding)
        self.spans = finding is not None and finding.cause in BETWEEN
        self.lanes, self.lanes_left_out = self._lanes()
        self.lane_of = {
            task: index
            for index, lane in enumerate(self.lanes)
            for task in (lane.task, *lane.folded)
        }
        self.states = States(trace)
        self.phrases: dict[Pending, str] = {}

    def make(self) -> Timeline:
        rows = [*self._rows(self._shown_steps()), self._end_row()]
        row_of = _row_numbers(rows, len(self.trace.steps))
        grid = Grid(self.scene, self.lane_of, rows, row_of, self.states.died)
        return Timeline(
            lanes=self.lanes,
            rows=tuple(rows),
            links=tuple(links(grid)),
            holds=tuple(holds(grid)),
            waits=tuple(waits(grid)),
            marks=self.marks,
            names=self.scene.names,
            ending=self._ending(),
            lanes_left_out=self.lanes_left_out,
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

    def _shown_steps(self) -> list[Step]:
        steps = self.trace.steps
        if len(steps) <= ALL_ROWS:
            return list(steps)
        matters = [step.number for step in steps if self._matters(step)]
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
        return [step for step in steps if step.number in shown]

    def _matters(self, step: Step) -> bool:
        if step.task not in self.lane_of:
            return False
        if not self.trace.tasks[step.task].service:
            return True
        return any(
            is_message(self.scene, event)
            if event.kind in ("sent", "received")
            else event.kind in ("raised", "swallowed", "output")
            for event in step.events
        )

    def _rows(self, shown: list[Step]) -> list[Row]:
        stands = self._stands({step.number for step in shown})
        rows: list[Row] = []
        expected, time = 0, 0.0
        for step in shown:
            if step.number > expected:
                rows.append(Row("gap", expected, left_out=step.number - expected))
            rows.append(
                Row(
                    kind="step",
                    step=step.number,
                    stands=stands[step.number],
                    lane=self.lane_of.get(step.task),
                    who=self.scene.who(step.task),
                    call=call_text(step),
                    deeds=deeds(self.scene, step),
                    site=step.picked.pending.site,
                    time=step.time,
                    jump=step.time - time if step.time - time >= JUMP else 0.0,
                    marks=tuple(
                        i
                        for i, mark in enumerate(self.marks)
                        if mark.step == step.number and not self._is_of_end(mark)
                    ),
                )
            )
            expected, time = step.number + 1, step.time
        if expected < len(self.trace.steps):
            rows.append(Row("gap", expected, left_out=len(self.trace.steps) - expected))
        return rows

    def _stands(self, wanted: set[int]) -> dict[int, tuple[Stand, ...]]:
        """Return how the lanes stand at each of these steps.

        A task that waits is parked at the operation at which it is next seen, and one that
        is never seen again at the one of its record: so this goes backwards.
        """
        parked = {task.number: task.pending for task in self.trace.tasks}
        found: dict[int, tuple[Stand, ...]] = {}
        for step in reversed(self.trace.steps):
            for option in step.options:
                parked[option.task] = option.pending
            if step.number in wanted:
                states = self.states.during(step)
                found[step.number] = tuple(
                    self._stand(lane, step, states[lane.task], parked[lane.task])
                    for lane in self.lanes
                )
        return found

    def _stand(self, lane: Lane, step: Step, state: Standing, pending: Pending | None) -> Stand:
        site = pending.site if pending is not None else None
        if state == "running":
            return Stand("running", site=step.picked.pending.site)
        if step.task in lane.folded and state != "absent":
            return Stand("service", self._wait(lane.task, pending), site)
        if state == "blocked":
            return Stand("blocked", self._wait(lane.task, pending), site)
        return Stand(state, site=site if state == "ready" else None)

    def _end_row(self) -> Row:
        stands = []
        for lane in self.lanes:
            task = self.trace.tasks[lane.task]
            if task.state == "ended":
                stands.append(Stand("ended"))
                continue
            state: LaneState = "blocked" if task.state == "blocked" else "ready"
            wait = self._wait(lane.task, task.pending) if state == "blocked" else ""
            stands.append(Stand(state, wait, self.scene.site_of(task)))
        marks = tuple(i for i, mark in enumerate(self.marks) if self._is_of_end(mark))
        steps = len(self.trace.steps)
        return Row("end", steps, tuple(stands), time=self.trace.time, marks=marks)

    def _is_of_end(self, mark: Mark) -> bool:
        """Say whether a mark tells where a task stands since its last step, not what it did."""
        task = self.trace.tasks[mark.task]
        if task.state != "blocked" or self.lasts.get(mark.task) != mark.step:
            return False
        here, stands = self.trace.steps[mark.step].picked.pending.site, self.scene.site_of(task)
        line = stands.line if stands is not None else None
        return mark.line == line and (here is None or here.line != line or "wait" in mark.label)

    def _wait(self, number: int, pending: Pending | None) -> str:
        if pending is None:
            return ""
        if pending.op == "sleep":
            return f"{seconds(pending.timeout)} to pass" if pending.timeout else "time to pass"
        if pending not in self.phrases:
            task = replace(self.trace.tasks[number], pending=pending, state="blocked")
            wait = wait_of(self.scene, task)
            text = phrase(self.scene, wait) if wait is not None else ""
            if wait is None and task.service:
                text = "work"
            if wait is not None and wait.family == "put" and pending.op == "thread-wait":
                text = "the queue's own thread"  # it starts, or looks at what was put
            self.phrases[pending] = text
        return self.phrases[pending]

    def _ending(self) -> str:
        match self.trace.status:
            case "returned" if self.trace.orphans:
                left = several([self.scene.who(task) for task in self.trace.orphans])
                return f"The function returned, and the program left {left} behind."
            case "returned":
                return "The function returned, and every process ended."
            case "raised":
                return "The function raised an exception."
            case "deadlock":
                return "Deadlock: nobody can go on."
            case "stuck":
                return "The run went on for ever, and was ended."
        return "A process failed."


def _row_numbers(rows: list[Row], steps: int) -> list[int]:
    """Return for every step, and for the end, the index of the row that shows it."""
    numbers = [0] * (steps + 1)
    for index, row in enumerate(rows):
        for step in range(row.step, row.step + max(1, row.left_out)):
            numbers[step] = index
    return numbers

"""Run: what a judgement sees of one explored schedule."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from grader.checks.calls import calls
from grader.checks.expect import shaped
from grader.checks.seen import CallSeen, EventSeen, Stay, StepSeen
from grader.diagnosis.scene import Scene
from grader.diagnosis.states import States
from grader.model.operations import ObjectKind
from grader.model.program import SCENARIO_NAME
from grader.model.trace import (
    Clock,
    Failure,
    Json,
    StartMethod,
    Status,
    Step,
    TaskRecord,
    Trace,
)

_SERVER = re.compile(r"\w*Manager-[\d:]+|forkserver")


@dataclass(frozen=True, slots=True)
class Run:
    """One schedule of a scenario, for a judgement to look at.

    ``value`` comes from the student's side and may be of any shape: unpack it with ``shaped``,
    which tells the student what was expected, where plain unpacking would end the judgement.
    All else is what the kernel itself saw.
    """

    trace: Trace

    @property
    def value(self) -> Any:
        """What the scenario returned: bounded JSON data of any shape."""
        return self.trace.value

    @property
    def status(self) -> Status:
        """How the run ended; always "returned", unless the scenario says may_raise=True."""
        return self.trace.status

    @property
    def failure(self) -> Failure | None:
        """The exception that left the scenario, where it says may_raise=True."""
        return self.trace.failure

    @property
    def output(self) -> str:
        """What the program printed, standard output and error together."""
        return self.trace.output

    @property
    def time(self) -> float:
        """Virtual seconds that the run took."""
        return self.trace.time

    @property
    def clock(self) -> Clock:
        """The clock of this run: "patient" moves when nobody can go on, "hostile" at any moment."""
        return self.trace.clock

    @property
    def start_method(self) -> StartMethod:
        """How processes were to be started in this run, unless the submission says so itself.

        It is what the scenario says, or whoever calls the grader; but "fork" where a program that
        failed is run anew with all of it forked, to tell whether it needs that.
        """
        return self.trace.start_method

    def began_by(self) -> list[StartMethod]:
        """Return how each child process really began, in order; a pool's workers among them."""
        return [task.began for task in self.processes(pools=True) if task.began is not None]

    @property
    def on_time(self) -> bool:
        """Whether no sleep and no limit was over while somebody could still go on.

        So it is under the patient clock, and in some of the runs under the hostile one.
        """
        return all(
            all(option.timer for option in step.options)
            for step in self.trace.steps
            if step.picked.timer
        )

    def shaped(self, example: Json, what: str = "the function") -> Any:
        """Return the value if it is shaped like ``example``; raise Wrong if it isn't.

        0 stands for a whole number, 0.5 for any number, "" for a text, False for a truth value,
        None for anything at all; [] for any list, [0] for a list of whole numbers of any
        length, [0, ""] for a list of just these two; {} for any dict, {"a": 0} for a dict with
        at least that key. So ``left, sold = run.shaped([0, [0]], "sell_all()")``.
        """
        return shaped(self.value, example, what)

    def calls(self, *methods: str, task: str | None = None) -> list[CallSeen]:
        """Return the calls of methods, such as "Queue.put", in order; of one task, if named.

        Calls of the submission and the scenario alone: not those inside Python's own code.
        The names are those of Python's documentation, "time.sleep" too; ``with lock:`` is
        "Lock.acquire", and "Lock.release" at its end; a Value is "Value.read" or "Value.write". A
        call that has nothing to ask of the system is not seen, such as a join() after an is_alive()
        that said no: ``started()`` and ``joined()`` tell of processes with certainty. A method has
        the name of the class that defines it: a JoinableQueue's get() is "Queue.get".
        """
        children = {f"task:{task.number}" for task in self.processes()}
        return [call for call in calls(self.trace, methods, children) if task in (None, call.task)]

    def events(self, *kinds: str, task: str | None = None) -> list[EventSeen]:
        """Return what happened of some kinds, in order; to one task, if named.

        "sent" and "received" (messages), "read" and "wrote" (shared data), "acquired" and
        "released", "eof" (somebody was at the end of a pipe), "ended", "output" ...
        """
        return [
            EventSeen(
                kind=event.kind,
                task=(by := self.trace.tasks[event.task]).name,
                number=by.number,
                process=by.process,
                target=self._name(event.obj),
                value=event.value,
                step=step.number,
                time=step.time,
            )
            for step in self.trace.steps
            for event in step.events
            if event.kind in kinds and task in (None, self.trace.tasks[event.task].name)
        ]

    def steps(self, *operations: str) -> list[StepSeen]:
        """Return the steps in which a task went on with one of these operations; all, if none.

        For what calls, events and stays do not tell: how often somebody asked in vain, and how.
        """
        found = []
        for step in self.trace.steps:
            pending = step.picked.pending
            if operations and pending.op not in operations:
                continue
            by = self.trace.tasks[step.task]
            found.append(
                StepSeen(
                    operation=pending.op,
                    task=by.name,
                    number=by.number,
                    process=by.process,
                    service=by.service,
                    step=step.number,
                    time=step.time,
                    function=pending.site.function if pending.site else "",
                    seconds=pending.timeout,
                    timed_out=step.picked.timer,
                )
            )
        return found

    def stays(self, *functions: str) -> list[Stay]:
        """Return the sleeps that were made in functions of the submission, as they began.

        What takes time in an exercise is a given function that sleeps, such as ``sing``: so the
        kernel itself knows who is in there, whatever the submission uses to keep others out.
        """
        slept = self._slept()
        return [stay for function, stay in slept if function in functions]

    def sleeps(self, seconds: float) -> list[Stay]:
        """Return the sleeps of just so many seconds, wherever they were made, as they began."""
        return [stay for _, stay in self._slept() if stay.seconds == seconds]

    def most_in(self, function: str) -> int:
        """Return how many tasks were asleep at once, at most, in a function of the submission."""
        stays = self.stays(function)
        return max(
            (sum(s.began <= stay.began < s.ended for s in stays) for stay in stays), default=0
        )

    def threads(self, *, pools: bool = False) -> list[TaskRecord]:
        """Return the threads that the program started, in all its processes, in order.

        Python's own (a pool's, a queue's feeder ...) are among them only with ``pools``.
        """
        return [
            task
            for task in self.trace.tasks
            if task.kind == "thread" and (pools or not task.service)
        ]

    def processes(self, *, pools: bool = False) -> list[TaskRecord]:
        """Return the child processes that the program started, in order.

        A pool's workers are among them only with ``pools``; a manager's server and a fork server
        never are.
        """
        return [
            task
            for task in self.trace.tasks
            if task.kind == "process"
            and task.number != 0
            and not (_is_server(task) if pools else task.service)
        ]

    def started(self) -> list[str]:
        """Return the names of the child processes, in the order in which they were started."""
        return [task.name for task in self.processes()]

    def joined(self) -> list[str]:
        """Return the names of the child processes whose end somebody waited for, in that order.

        That a scenario finds them ended, as with active_children(), is no waiting.
        """
        keys = {f"task:{task.number}": task.name for task in self.processes()}
        seen = [
            event.obj
            for step in self.trace.steps
            for event in step.events
            if event.kind == "joined"
            and event.obj in keys
            and (event.site is None or event.site.file != SCENARIO_NAME)
        ]
        return [keys[obj] for obj in dict.fromkeys(seen) if obj is not None]

    def used(self, kind: ObjectKind) -> bool:
        """Say whether the program made an object of a kind: "lock", "queue", "pipe-end" ...

        The kinds are those of ``ObjectRecord``. What is only an inner part of another object,
        such as a queue's own locks, does not count.
        """
        return any(
            record.kind == kind and record.part_of is None for record in self.trace.objects.values()
        )

    def most_inside(self, kind: ObjectKind = "semaphore") -> int:
        """Return the most holders that any object of a kind (lock, semaphore ...) had at once."""
        inside: dict[str, int] = {}
        most = 0
        for _, _, event, obj in self._events():
            record = self.trace.objects.get(obj or "")
            if record is None or record.kind != kind:
                continue
            if event == "acquired":
                inside[record.key] = inside.get(record.key, 0) + 1
                most = max(most, inside[record.key])
            elif event == "released":
                inside[record.key] = max(0, inside.get(record.key, 0) - 1)
        return most

    def most_running(self) -> int:
        """Return how many child processes were alive at the same virtual time, at most.

        Work that takes no virtual time (no ``sleep``) overlaps with nothing. Meant for a
        scenario under the patient clock, ``clock="patient"``.
        """
        spans = self._lives().values()
        return max((sum(a <= start < b for a, b in spans) for start, _ in spans), default=0)

    def overlapped(self) -> bool:
        """Say whether at least two child processes were alive at the same virtual time."""
        return self.most_running() > 1

    def states(self, *, at: str) -> dict[str, str]:
        """Return how each process stood when the line ``at`` was printed for the first time.

        {name: "ready", "running", "blocked" or "ended"}: that of the process's main thread; a
        process that is not started yet is left out, as Python's own helpers are. Nothing at all if
        the line was never printed. To print is no scheduling point: whoever prints is running, and
        a process that it has started or woken in the call before is ready. A scenario whose marks
        follow such calls at once has the same states on every schedule. If a process prints and
        ends without another call, then those who wait for its end are ready too.
        """
        scene = Scene(self.trace)
        for step in self.trace.steps:
            if any(event.kind == "output" and _says(event.value, at) for event in step.events):
                states = States(self.trace).after(step)
                return {
                    scene.who(task.number): states[task.number]
                    for task in self.trace.tasks
                    if task.kind == "process"
                    and not task.service
                    and states[task.number] != "absent"
                }
        return {}

    def most_processes(self) -> int:
        """Return how many child processes there were at once, at most.

        A pool's workers are among them, a manager's server is not.
        """
        children = {f"task:{task.number}" for task in self.processes(pools=True)}
        alive = most = 0
        for _, task, kind, obj in self._events():
            if kind == "started" and obj in children:
                alive += 1
                most = max(most, alive)
            elif kind == "ended" and f"task:{task}" in children:
                alive -= 1
        return most

    def _slept(self) -> list[tuple[str, Stay]]:
        """Return (function, sleep) for all sleeps that came to their end, as they began."""
        here: dict[int, Step] = {}  # by task: its latest step
        found = []
        for step in self.trace.steps:
            pending, before = step.picked.pending, here.get(step.task)
            here[step.task] = step
            if pending.op != "sleep" or before is None:
                continue
            by = self.trace.tasks[step.task]
            stay = Stay(
                task=by.name,
                began=before.number,
                ended=step.number,
                since=before.time,
                until=step.time,
                number=by.number,
                process=by.process,
                seconds=pending.timeout,
            )
            found.append((pending.site.function if pending.site else "", stay))
        return sorted(found, key=lambda pair: pair[1].began)

    def _name(self, key: str | None) -> str | None:
        record = self.trace.objects.get(key or "")
        return record.name if record is not None else key

    def _lives(self) -> dict[str, tuple[float, float]]:
        """Return each child process's (start, end) in virtual seconds."""
        starts: dict[str, float] = {}
        ends: dict[str, float] = {}
        children = {f"task:{task.number}" for task in self.processes()}
        for time, task, kind, obj in self._events():
            if kind == "started" and obj in children:
                starts.setdefault(obj, time)
            elif kind == "ended":
                ends[f"task:{task}"] = time
        return {key: (start, ends.get(key, self.time)) for key, start in starts.items()}

    def _events(self) -> list[tuple[float, int, str, str | None]]:
        """Return (virtual time, task, kind, object) of all events, in order."""
        return [(s.time, e.task, e.kind, e.obj) for s in self.trace.steps for e in s.events]


def _is_server(task: TaskRecord) -> bool:
    """Say whether a process is a manager's server, or one that forks others."""
    return task.service and _SERVER.fullmatch(task.name) is not None


def _says(output: Json, line: str) -> bool:
    return isinstance(output, str) and line in output.splitlines()

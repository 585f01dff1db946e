"""Writes down a run as it happens, and makes the frozen trace of it in the end."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import TYPE_CHECKING

from grader.kernel import procfs, requests
from grader.kernel.registry import HOLDABLE, Registry
from grader.kernel.requests import Request
from grader.kernel.tasks import Task
from grader.model.trace import (
    Call,
    EndHolder,
    Event,
    Failure,
    Json,
    Option,
    Pending,
    Site,
    Status,
    Step,
    TaskRecord,
    Trace,
)

if TYPE_CHECKING:
    from grader.kernel.state import Ending, State

MOST_PENDINGS = 10_000  # that are kept, as long as they may be asked for again
EFFECTS = frozenset({"wrote", "started", "joined", "output", "made", "killed", "ended"})
LOOKS = frozenset({"read", "queried", "eof"})
NOTED = frozenset(
    {"read", "wrote", "sent", "received", "queried", "eof", "raised", "swallowed", "collected"}
    | {"made", "uncontrolled", "passed-over", "cut"}
)


class Recorder:
    """Collects steps and events; the only one that knows the shape of a trace."""

    def __init__(self, registry: Registry, files: frozenset[str]) -> None:
        self.registry = registry
        self.files = files  # the submission's and the scenario's, as shown to people
        self.steps: list[Step] = []
        self.before: list[Event] = []
        self.open: tuple[float, tuple[Option, ...], int] | None = None
        self.events: list[Event] = []
        self.effects = 0
        self.works = 0  # lines of a task that gets on, as far as it can tell
        self.looks = 0  # at something that another task may change: who never looks is no spin
        self.moved = 0  # messages, also those of CPython's own threads
        self.locked = 0  # locks of the learner's own, taken or given back in this step
        self.started = 0  # tasks, in this step
        self.over = 0  # tasks that ended in this step
        self.at_end: set[tuple[int, str | None]] = set()  # who has seen the end of what
        self.printed: list[str] = []
        self.output_size = 0
        self.names: dict[str, int] = {}
        self.answer: tuple[str, Json] | None = None  # the root's own word for how it ended
        self.uncontrolled: list[str] = []
        self.passed_over = False  # some lines of long loops were no points
        self.failures: dict[int, Failure] = {}
        self._pendings: dict[tuple[int, int], Pending] = {}  # by task and what requests have alike
        self._version = 0  # of the registry that they were made with

    # --- while the run lasts

    def begin(self, now: float, options: tuple[Option, ...], choice: int) -> None:
        """Begin a step."""
        self.open = (now, options, choice)
        self.events = []
        self.effects = self.works = self.looks = self.moved = self.locked = self.started = (
            self.over
        ) = 0

    def end(self) -> None:
        """End the step."""
        if self.open is not None:
            now, options, choice = self.open
            self.steps.append(Step(len(self.steps), now, options, choice, tuple(self.events)))
            self.open = None

    def event(
        self, kind: str, task: int, obj: str | None, value: Json, pending: Pending | None
    ) -> None:
        """Add something that the kernel itself saw."""
        call, site = (pending.call, pending.site) if pending is not None else (None, None)
        self._add(Event(kind, task, obj, value, call, site))

    def _add(self, event: Event) -> None:
        self.events.append(event)
        kind = event.kind
        if kind in ("acquired", "released"):
            thing = self.registry.things.get(event.obj or "")
            self.locked += thing is not None and thing.part_of is None
        elif kind in LOOKS:
            self.looks += 1
            if kind == "eof":
                self.effects += (event.task, event.obj) not in self.at_end  # again is nothing new
                self.at_end.add((event.task, event.obj))
        elif kind in ("sent", "received"):
            self.moved += 1
            self.effects += self._learners(event.obj)
        elif kind in EFFECTS:
            self.effects += 1
            self.started += kind == "started"
            self.over += kind == "ended"

    def _learners(self, obj: str | None) -> bool:
        return obj is not None and (obj.startswith("queue") or self.registry.known_pipe(obj))

    def output(self, task: int, data: bytes) -> None:
        """Add what a task printed."""
        self.output_size += len(data)
        if sum(map(len, self.printed)) < 200_000:
            text = data.decode("utf-8", "replace")[:100_000]
            self.printed.append(text)
            self._add(Event("output", task, None, text[:2000]))

    def task_name(self, arg: dict[str, Json]) -> str:
        """Return a task's name: the learner's, or that of its function with a number."""
        name = requests.text_of(arg.get("name"))
        target = requests.text_of(arg.get("target"))
        default = name.startswith(("Process-", "Thread-", "ForkProcess-", "SpawnProcess-"))
        default = default or name.startswith(("ForkServerProcess-", "Dummy")) or not name
        if default and target:
            self.names[target] = self.names.get(target, 0) + 1
            return f"{target}-{self.names[target]}"
        return name or "process"

    def pending(self, task: Task, request: Request) -> Pending:
        """Return what the task is about to do, with the sandbox's references translated.

        What is asked for again and again is translated once, as long as it means the same.
        """
        if not request.alike or request.op.startswith("thread-"):  # who holds a lock changes
            return self._translated(task, request)
        if self._version != self.registry.version or len(self._pendings) > MOST_PENDINGS:
            self._version = self.registry.version
            self._pendings.clear()
        key = task.number, request.alike
        pending = self._pendings.get(key)
        if pending is None:
            pending = self._pendings[key] = self._translated(task, request)
        return pending

    def _translated(self, task: Task, request: Request) -> Pending:
        thread_lock = request.op.startswith("thread-")
        obj = None if thread_lock else self.registry.key(request.obj)
        if request.op in ("join", "poll-child") and isinstance(request.arg, list):
            obj = f"task:{request.arg[0]}"
        elif thread_lock:
            obj = f"lock:{task.process}:{request.obj}"
            if obj not in self.registry.things:
                self.registry.add(obj, "thread-lock", task.number, request.site)
            if request.op == "thread-wait" and type(request.arg) is int and request.arg >= 0:
                self.registry.things[obj].holder = request.arg
        elif obj is not None and obj.startswith("file:") and obj not in self.registry.things:
            self.registry.add(obj, "file", task.number, request.site).name = obj[5:]
        call = self._call(request.call, obj)
        touch = request.touch
        mode = "r" if touch == "r" else "w" if touch == "w" else "-"
        return Pending(
            task.number,
            request.op,
            obj,
            mode,  # type: ignore[arg-type]  # one of the three letters above
            call,
            request.site,
            request.timeout,
        )

    def _call(self, raw: Json, obj: str | None) -> Call | None:
        told = requests.call(raw)
        if told is None:
            return None
        method, key, text, name = told
        target = self.registry.learner_key(self.registry.key(key) if key is not None else obj)
        self.registry.name(target, name)
        end = self.registry.key(key)
        if end is not None and end.startswith("pipe:"):
            self.registry.name(end, name)
        return requests.make_call(method, target, text)

    def notes(self, task: Task, notes: Iterable[Json]) -> None:
        """Add what a task told of; a note of the wrong shape is left out."""
        for note in notes:
            if not (isinstance(note, list) and len(note) in (3, 5) and isinstance(note[0], str)):
                continue
            kind, raw, value = note[:3]
            site = requests.site(note[3]) if len(note) == 5 else None
            if kind not in NOTED:
                continue
            if kind == "made":
                key = self.registry.made(str(raw), value, task.number, site)
                self._add(Event("created", task.number, key, str(raw), None, site))
                continue
            if kind == "passed-over":
                self.passed_over = True
                continue
            if kind == "uncontrolled":
                if len(self.uncontrolled) < 20 and str(raw)[:100] not in self.uncontrolled:
                    self.uncontrolled.append(str(raw)[:100])
                continue
            obj = self.registry.key(raw)
            if kind in ("sent", "received") and obj is not None:
                obj, number = self.registry.message(obj, kind)
                value = {"n": number, "data": requests.text_of(value, 100)}
            if kind == "queried":
                obj = self.registry.learner_key(obj)
            call = self._call(note[4], obj) if len(note) == 5 else None
            if kind == "raised":
                self.failures.setdefault(task.number, requests.failure(value))
            self._add(Event(kind, task.number, obj, value, call, site))

    def ended(self, task: Task, code: int | None) -> None:
        """A task has ended."""
        task.failure = self.failures.get(task.number)
        if task.number == 0 and self.answer is not None and self.answer[0] == "raised":
            task.failure = requests.failure(self.answer[1])
        if task.failure is None and code not in (0, None) and not task.ended_by_program:
            label = f"exit code {code}" if code and code > 0 else f"signal {-(code or 0)}"
            task.failure = Failure(label, "")
        self._add(Event("ended", task.number, None, code))

    def own(self, sites: Iterable[Site]) -> list[Site]:
        """Return those places that are in the submission's files."""
        return [site for site in sites if site.file in self.files]

    # --- afterwards

    def trace(self, run: State, ending: Ending, ready: frozenset[int]) -> Trace:
        """Return the whole run, frozen; ``ready``: the numbers of the tasks that could go on."""
        self.end()
        tasks = tuple(self._task_record(task, ready) for task in run.tasks)
        root = run.tasks[0]
        orphans: tuple[int, ...] = ()
        if root.state == "ended" and not ending.why:
            left = (t for t in run.tasks if t.kind == "process" and t.state != "ended")
            orphans = tuple(task.number for task in left if not task.server)
        status, failure, value = self._status(run, ending)
        return Trace(
            status=status,
            value=value,
            failure=failure,
            steps=tuple(self.steps),
            tasks=tasks,
            objects=self.registry.records(),
            end_holders=self._end_holders(run) if ending.why else (),
            output="".join(self.printed),
            time=run.now,
            mood=run.mood,
            points=run.points,
            start_method=run.settings.start_method,
            limit=ending.limit if ending.why == "limit" else "",
            hung=ending.hung,
            orphans=orphans,
            uncontrolled=tuple(self.uncontrolled) + self._threads_data(run),
            passed_over=self.passed_over,
            operations=run.operations,
            detailed=run.detailed,
            digest=self._digest(status),
        )

    def _threads_data(self, run: State) -> tuple[str, ...]:
        """Threads of the submission's own share all variables: only lines can part their uses."""
        own = any(task.kind == "thread" and not task.service for task in run.tasks)
        return ("threads-data",) if own else ()

    def _status(self, run: State, ending: Ending) -> tuple[Status, Failure | None, Json]:
        how, value = self.answer or ("", None)
        root = run.tasks[0]
        if ending.why == "deadlock":
            return "deadlock", self._first_failure(run), None
        if ending.why == "limit" and ending.limit in ("steps", "operations"):
            return "stuck", None, None
        if ending.why == "hung":
            return "stuck", None, None
        if ending.why == "breach":
            return "crashed", Failure("tampering", ending.limit), None
        if ending.why == "limit":
            return "crashed", Failure("limit", ending.limit), None
        if how == "raised":
            return "raised", requests.failure(value), None
        failure = self._first_failure(run)
        if failure is not None:
            return "crashed", failure, value if how == "returned" else None
        if how == "returned":
            return "returned", None, value
        code = root.exit_code
        return "crashed", Failure(f"exit code {code}", "the program ended itself"), None

    def _first_failure(self, run: State) -> Failure | None:
        for task in run.tasks:
            if task.ended_by_program:
                continue
            failed = task.failure or self.failures.get(task.number)
            if failed is not None:
                return failed
        return None

    def _task_record(self, task: Task, ready: frozenset[int]) -> TaskRecord:
        state = "ended" if task.state == "ended" else "running"
        if task.state == "parked":
            state = "ready" if task.number in ready else "blocked"
        stack = task.hung_at or ((task.pending.site,) if task.pending and task.pending.site else ())
        return TaskRecord(
            number=task.number,
            name=task.name,
            kind=task.kind,
            process=task.process,
            parent=task.parent,
            service=task.service,
            daemon=task.daemon,
            started=task.started,
            state=state,  # type: ignore[arg-type]  # one of the states above
            pending=task.pending,
            stack=stack,
            holds=self._holds(task.number),
            exit_code=task.exit_code,
            ended_by_program=task.ended_by_program,
            failure=task.failure or self.failures.get(task.number),
        )

    def _holds(self, task: int) -> tuple[str, ...]:
        held = []
        for semaphore in self.registry.semaphores:
            if task in semaphore.holders:
                owner = self.registry.learner_key(semaphore.key)
                thing = self.registry.things.get(owner or "")
                if owner is not None and thing is not None and thing.kind in HOLDABLE:
                    held.append(owner)
        return tuple(dict.fromkeys(held))

    def _end_holders(self, run: State) -> tuple[EndHolder, ...]:
        """Ask the system which process has which pipe end open."""
        held = []
        for task in run.tasks:
            if task.kind != "process" or task.state == "ended" or not task.pid:
                continue
            for inode, mode in sorted(set(procfs.open_ends(task.pid))):
                key = self.registry.ends.get((inode, mode))
                if key is not None:
                    name = self.registry.things[key].name if key in self.registry.things else ""
                    held.append(EndHolder(key, task.number, "w" in mode, name))
        return tuple(held)

    def _digest(self, status: Status) -> str:
        """Return a digest of what a replay must repeat: who did what where, not the values."""
        told: list[str] = [status]
        for step in self.steps:
            picked = step.options[step.choice]
            pending = picked.pending
            where = pending.site and (pending.site.file, pending.site.line)
            events = [(e.kind, e.task, e.obj) for e in step.events if e.kind != "output"]
            said = (pending.task, pending.op, pending.obj, where, step.choice, len(step.options))
            told.append(repr((said, picked.timer, round(step.time, 6), events)))
        return hashlib.sha256("".join(told).encode()).hexdigest()[:32]

"""Writes down a run while it lasts: steps, events, and whether anything changed."""

from __future__ import annotations

from collections.abc import Iterable

from grader.kernel import requests
from grader.kernel.pendings import call_of
from grader.kernel.registry import Registry
from grader.kernel.tasks import Task
from grader.model.operations import CHANGES, READING, TOLD, EventKind
from grader.model.trace import (
    Event,
    Failure,
    Json,
    Option,
    Pending,
    Site,
    Step,
)


class Recorder:
    """Collects steps and events; what becomes of them in the end is said in ``freeze``."""

    def __init__(self, registry: Registry, files: frozenset[str]) -> None:
        self.registry = registry
        self.files = files  # the submission's and the scenario's, as shown to people
        self.steps: list[Step] = []
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
        self.looked_at: set[tuple[int, str]] = set()  # who looked at whose end: process and key
        self.passed_over = False  # some lines of long loops were no points
        self.failures: dict[int, Failure] = {}

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
        self, kind: EventKind, task: int, obj: str | None, value: Json, pending: Pending | None
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
        elif kind in READING:
            self.looks += 1
            if kind == "eof":
                self.effects += (event.task, event.obj) not in self.at_end  # again is nothing new
                self.at_end.add((event.task, event.obj))
        elif kind in ("sent", "received"):
            self.moved += 1
            self.effects += self._learners(event.obj)
        elif kind in CHANGES:
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

    def notes(self, task: Task, notes: Iterable[Json]) -> None:
        """Add what a task told of; a note of the wrong shape is left out."""
        for note in notes:
            if not (isinstance(note, list) and len(note) in (3, 5) and isinstance(note[0], str)):
                continue
            word, raw, value = note[:3]
            site = requests.site(note[3]) if len(note) == 5 else None
            if word == "made":
                key = self.registry.made(str(raw), value, task.number, site)
                self._add(Event("created", task.number, key, str(raw), None, site))
                continue
            if word == "passed-over":
                self.passed_over = True
                continue
            if word == "uncontrolled":
                if len(self.uncontrolled) < 20 and str(raw)[:100] not in self.uncontrolled:
                    self.uncontrolled.append(str(raw)[:100])
                continue
            kind = TOLD.get(str(word))
            if kind is None:
                continue
            obj = self.registry.key(raw)
            if kind in ("sent", "received") and obj is not None:
                obj, number = self.registry.message(obj, kind)
                value = {"n": number, "data": requests.text_of(value, 100)}
            if kind == "queried":
                obj = self.registry.learner_key(obj)
            call = call_of(self.registry, note[4], obj) if len(note) == 5 else None
            if kind == "collected" and obj is not None and obj.startswith("task:"):
                self.looked_at.add((task.process, obj))
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

"""One trace, made easy to ask: who, where, what happened when, under the learner's names."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from grader.model.operations import EventKind, ObjectKind, Operation
from grader.model.source import PLAIN, Layout
from grader.model.trace import Event, Json, ObjectRecord, Pending, Site, TaskRecord, Trace


@dataclass(frozen=True, slots=True)
class Happening:
    """An event with the number of the step in which it happened."""

    step: int
    event: Event

    @property
    def task(self) -> int:
        """Number of the task that did it."""
        return self.event.task


@dataclass(frozen=True)
class Scene:
    """What the detectors ask about a run. Nothing here draws a conclusion."""

    trace: Trace
    siblings: Sequence[Trace] = ()
    layout: Layout = PLAIN  # of the submission
    given: frozenset[str] = frozenset()  # its functions that are not the student's own work
    script: bool = False  # its file itself was run

    # --- people

    @cached_property
    def names(self) -> dict[int, str]:
        """A name for every task; where two would be equal, the task's number tells them apart."""
        often = Counter(task.name for task in self.trace.tasks)
        return {
            task.number: task.name if often[task.name] == 1 else f"{task.name} (task {task.number})"
            for task in self.trace.tasks
        }

    def who(self, task: int) -> str:
        """Return a task's name."""
        return self.names.get(task, f"task {task}")

    def task(self, number: int) -> TaskRecord:
        """Return a task's record."""
        return self.trace.tasks[number]

    @cached_property
    def main(self) -> TaskRecord:
        """The task that called the function."""
        return self.trace.tasks[0]

    @cached_property
    def people(self) -> tuple[TaskRecord, ...]:
        """The tasks that a learner knows of: no feeders, handlers or servers, no pool's workers
        that only wait for work.
        """
        return tuple(task for task in self.trace.tasks if not task.service or self.acted(task))

    def acted(self, task: TaskRecord) -> bool:
        """Say whether the submission's own code is what the task is in, or failed in."""
        inside = task.pending is not None and task.pending.site is not None
        return inside and task.state != "ended"

    @cached_property
    def blocked(self) -> tuple[TaskRecord, ...]:
        """The learner's tasks that wait, and the ones waiting for their children at their end."""
        return tuple(task for task in self.people if task.state == "blocked" and task.pending)

    def children(self) -> tuple[TaskRecord, ...]:
        """Return the processes and threads that the learner started."""
        return tuple(task for task in self.people if task.number != 0)

    # --- places

    @cached_property
    def home(self) -> str:
        """The submission's file, or the one that most happened in: its name needn't be told."""
        if self.layout.file:
            return self.layout.file
        sites = [pending.site for pending in self._pendings() if pending.site is not None]
        sites += [site for task in self.trace.tasks for site in task.stack]
        failures = [self.trace.failure, *(task.failure for task in self.trace.tasks)]
        sites += [site for failure in failures if failure is not None for site in failure.frames]
        seen = Counter(site.file for site in sites)
        return max(sorted(seen), key=lambda file: seen[file], default="")

    def _pendings(self) -> Iterator[Pending]:
        yield from (step.picked.pending for step in self.trace.steps)
        yield from (task.pending for task in self.trace.tasks if task.pending is not None)

    def place(self, site: Site | None) -> str:
        """Return "line 12" or "cell 3, line 2", with a file that is not the usual one, or ""."""
        if site is None:
            return ""
        own = site.file == self.layout.file
        where = self.layout.place(site.line) if own else f"line {site.line}"
        return where if site.file == self.home else f"{site.file} {where}"

    def at(self, site: Site | None) -> str:
        """Return " at line 12", " in cell 3, line 2" or "": to be put after a verb."""
        if site is None:
            return ""
        if site.file != self.home:
            return f" at {self.place(site)}"
        return f" {self.layout.at(site.file, site.line)}"

    def site_of(self, task: TaskRecord) -> Site | None:
        """Return where a task stands in the submission."""
        if task.pending is not None and task.pending.site is not None:
            return task.pending.site
        if task.stack:
            return task.stack[-1]
        if task.failure is not None and task.failure.frames:
            return task.failure.frames[-1]
        return None

    # --- things

    def thing(self, key: str | None) -> ObjectRecord | None:
        """Return the record of an object, or None."""
        return self.trace.objects.get(key) if key is not None else None

    def owner(self, key: str | None) -> ObjectRecord | None:
        """Return the learner's object that a base object is a part of, or the object itself."""
        record = self.thing(key)
        while record is not None and record.part_of is not None:
            outer = self.thing(record.part_of)
            if outer is None:
                break
            record = outer
        return record

    def called(self, key: str | None) -> str:
        """Return the learner's name of an object."""
        if key is None:
            return "something"
        outer, bracket, inner = key.partition("[")
        record = self.owner(key) or self.owner(outer)
        if record is None:
            return "it"
        name = record.name or f"a {record.kind}"
        if key.startswith("mem:"):  # the value itself, even where its lock was named first
            name = name.removesuffix(".get_lock()")
        alike = self._alike.get((record.kind, name), [])
        if len(alike) > 1 and record.key in alike:
            name = f"{name} (no. {alike.index(record.key) + 1})"
        if inner.startswith("."):  # an attribute
            return name + inner.removesuffix("]")
        return f"{name}{bracket}{inner}"

    @cached_property
    def _alike(self) -> dict[tuple[ObjectKind, str], list[str]]:
        """Keys of the learner's objects by kind and name, in order of creation.

        What works among threads is known by its locks, and what a manager keeps by connections to
        it: one object has several.
        """
        found: dict[tuple[ObjectKind, str], list[str]] = {}
        for record in self.trace.objects.values():
            connection = record.kind == "pipe-end" and record.creator is None
            if record.part_of is None and record.kind != "thread-lock" and not connection:
                found.setdefault((record.kind, record.name), []).append(record.key)
        return found

    # --- what happened

    @cached_property
    def happenings(self) -> tuple[Happening, ...]:
        """Every event with its step, in order."""
        return tuple(
            Happening(step.number, event) for step in self.trace.steps for event in step.events
        )

    def of(self, *kinds: EventKind) -> tuple[Happening, ...]:
        """Return the events of these kinds, in order."""
        return tuple(found for found in self.happenings if found.event.kind in kinds)

    def calls(self, *suffixes: str, target: str | None = None) -> tuple[Happening, ...]:
        """Return the calls whose method ends so, as events of kind "call".

        A call may take several steps: it begins with the operation that was a task's first in
        that method.
        """
        found = []
        begins: dict[tuple[int, str, str | None], tuple[Operation, str | None]] = {}
        for step in self.trace.steps:
            pending = step.picked.pending
            call = pending.call
            if call is None or not call.method.endswith(suffixes):
                continue
            operation = (pending.op, pending.obj)
            if begins.setdefault((pending.task, call.method, call.target), operation) != operation:
                continue
            if target is None or call.target == target:
                event = Event("call", pending.task, call.target, None, call, pending.site)
                found.append(Happening(step.number, event))
        return tuple(found)

    def began(self, found: Happening) -> int:
        """Return the step with which the call began in which something happened."""
        first = found.step
        for step in reversed(self.trace.steps[: found.step]):
            now, then = step.picked.pending, self.trace.steps[first].picked.pending
            if step.task != found.task:
                continue
            if now.call is None or then.call is None or now.site != then.site:
                break
            if now.call.method != then.call.method:
                break
            first = step.number
        return first

    def last_step(self, task: int) -> int:
        """Return the number of the last step in which a task ran: it has stood since then."""
        ran = [step.number for step in self.trace.steps if step.task == task]
        return ran[-1] if ran else 0

    def took(self, task: int, key: str) -> Happening | None:
        """Return when a task took what it still holds: the last time it acquired it."""
        taken = [
            found
            for found in self.of("acquired")
            if found.task == task and self.same(found.event.obj, key)
        ]
        return taken[-1] if taken else None

    def same(self, one: str | None, other: str | None) -> bool:
        """Say whether two keys are the same object to a learner."""
        if one is None or other is None:
            return False
        if one == other:
            return True
        first, second = self.owner(one), self.owner(other)
        return first is not None and second is not None and first.key == second.key

    def messages(self, kind: EventKind, key: str) -> tuple[Happening, ...]:
        """Return what was "sent" to or "received" from a queue or a pipe."""
        return tuple(found for found in self.of(kind) if self.same(found.event.obj, key))

    def content(self, found: Happening) -> str:
        """Return what a message was, as a learner would write it, or "" where nobody told."""
        value = found.event.value
        if not isinstance(value, dict):
            return ""
        if value.get("data") or found.event.kind != "received":
            return str(value.get("data") or "")
        for other in self.of("sent"):
            sent = other.event.value
            if other.event.obj != found.event.obj or not isinstance(sent, dict):
                continue
            if sent.get("n") == value.get("n"):
                return str(sent.get("data") or "")
        return ""

    def puts(self, key: str) -> tuple[Happening, ...]:
        """Return the learner's own calls that put an item on a queue or send a message.

        Those that found no place, and raised, are left out.
        """
        called = self.calls(".put", ".put_nowait", ".send", ".send_bytes")
        return tuple(
            found
            for found in called
            if self.same(found.event.obj, key) and not self._found_no_place(found)
        )

    def _found_no_place(self, call: Happening) -> bool:
        """Say whether a put began with asking for a place that it did not get."""
        step = self.trace.steps[call.step]
        got = any(event.kind == "acquired" and event.task == call.task for event in step.events)
        return step.picked.pending.op in ("acquire", "try-acquire") and not got

    @cached_property
    def failed(self) -> tuple[TaskRecord, ...]:
        """The learner's children that failed or died by themselves."""
        return tuple(task for task in self.trace.tasks if task.number != 0 and task.failed)

    @cached_property
    def uncollected(self) -> tuple[Happening, ...]:
        """The errors that a pool, an executor or a feeder kept and nobody asked for."""
        asked = {found.event.obj for found in self.of("collected")}
        return tuple(
            found
            for found in self.of("swallowed")
            if not (isinstance(found.event.value, dict) and found.event.value.get("collected"))
            and (found.event.obj is None or found.event.obj not in asked)
        )

    def left_function(self) -> int:
        """Return the step from which the main task only waits for the end of the program."""
        for step in self.trace.steps:
            pending = step.picked.pending
            if pending.task == 0 and pending.op == "join" and pending.call is None:
                return step.number
        mine = [step.number for step in self.trace.steps if step.task == 0]
        return mine[-1] if mine else 0

    def opened(self) -> tuple[Happening, ...]:
        """Return every opening of a file by the submission as a "read" or "wrote"."""
        found = []
        for step in self.trace.steps:
            pending = step.picked.pending
            if pending.op == "open" and pending.obj is not None:
                kind: EventKind = "wrote" if pending.mode == "w" else "read"
                event = Event(kind, pending.task, pending.obj, None, pending.call, pending.site)
                found.append(Happening(step.number, event))
        return tuple(found)


def shown(value: Json, length: int = 60) -> str:
    """Return a value as a learner would write it in Python, cut to the length."""
    if isinstance(value, dict) and set(value) == {"type", "text"}:
        text = str(value["text"])
    elif isinstance(value, dict | list | str | bool) or value is None:
        text = repr(value)
    else:
        text = json.dumps(value)
    return text if len(text) <= length else text[: length - 1] + "…"


def several(names: Sequence[str]) -> str:
    """Return "a", "a and b" or "a, b and c"; many are cut short."""
    unique = list(dict.fromkeys(names))
    if len(unique) > 5:
        return f"{', '.join(unique[:4])} and {len(unique) - 4} more"
    if len(unique) <= 1:
        return "".join(unique)
    return f"{', '.join(unique[:-1])} and {unique[-1]}"


def times(number: int) -> str:
    """Return "once", "twice" or "3 times"."""
    return {0: "never", 1: "once", 2: "twice"}.get(number, f"{number} times")


def count(number: int, one: str, many: str = "") -> str:
    """Return "1 item" or "3 items"."""
    return f"{number} {one}" if number == 1 else f"{number} {many or one + 's'}"

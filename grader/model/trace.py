"""What one controlled run was: the frozen record that search, diagnosis and reports read.

A run is a sequence of *steps*. In each step one task is let go on from the operation at
which it was parked, and runs until it parks again (or ends). Between two steps every task
is parked, so a step is the unit of everything: of choice, of the picture, of a replay.

Nothing here refers to a pid, an ``id()`` or wall-clock time: the same schedule gives the
same trace, byte for byte.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

from grader.model.operations import EventKind, Inferred, ObjectKind, Operation

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
"""Bounded plain data. What comes from the student's side is only ever this."""

Status = Literal["returned", "raised", "deadlock", "stuck", "crashed"]
"""How one run ended.

returned  the function came back with a value and every process ended as it should
raised    the function itself raised an exception
deadlock  no task was ready, no timer was pending, and the program had not ended
stuck     the budget of steps ran out, or a task never reached a scheduling point
crashed   a process or thread other than the caller failed or died, or a limit was hit
"""

StartMethod = Literal["fork", "spawn", "forkserver"]
"""How a program starts its processes, unless it says so itself; and how a process really began."""

Clock = Literal["patient", "hostile"]
"""The virtual clock: patient moves only when nobody can run, hostile at any moment."""

SwitchAt = Literal["calls", "lines"]
"""Where tasks may be preempted: at the calls that reach the kernel, or at every line as well."""

TaskState = Literal["ready", "running", "blocked", "ended"]


class Site(NamedTuple):
    """A place in the submission (or in the scenario around it)."""

    file: str  # as shown to people, such as "lock.py" or "checks.py"
    line: int  # counted from 1
    function: str  # such as "clerk" or "<module>"


class Call(NamedTuple):
    """The call that a learner sees, around one or more base operations."""

    method: str  # "Queue.get", "Lock.acquire", "Value.value (read)", "Process.join", "sleep"
    target: str | None  # key into Trace.objects of the learner's object, or None
    text: str  # as a learner would write it: "q.get()", "accounts[0].acquire()", "sleep(2)"


class Pending(NamedTuple):
    """The operation at which a task is parked: what it will do when it is picked.

    ``op`` is a base operation: ``operations.OPERATIONS`` says what each is.
    """

    task: int
    op: Operation
    obj: str | None  # key into Trace.objects; for join: "task:N"
    mode: Literal["r", "w", "-"]  # how it touches obj: for independence of operations
    call: Call | None
    site: Site | None
    timeout: float | None = None  # virtual seconds, None: waits for ever or never waits


class Option(NamedTuple):
    """One thing the kernel could do at a step: let a ready task go on, or fire its timer."""

    pending: Pending
    timer: bool = False  # True: the task's time-out (or end of sleep) is delivered instead

    @property
    def task(self) -> int:
        """Number of the task that would run."""
        return self.pending.task


class Event(NamedTuple):
    """One thing that happened during a step, in order.

    kind, and what ``obj`` and ``value`` mean then:

    acquired / released   a semaphore or lock; value: its new value (0 means taken)
    released-by-other     same; by a task that did not hold it, while another one did
    released-too-often    same; the error was delivered to the task
    read / wrote          shared data (Value, Array, a Manager's object); value: the data
    sent / received       a message on a pipe or queue; value: {"n": running number of the
                          message on that object, "data": a bounded description}
    queried               empty(), full(), qsize(), is_set(), poll(); value: the answer
    eof                   a read at the end of a pipe
    started               obj "task:N": the child process or thread; value: its name
    ended                 the task ended; value: exit code (0, 1, -15 ...) or None for a thread
    joined                obj "task:N"
    killed                obj "task:N"; value: signal number (asked for by the program)
    timeout               a timer fired: the wait on obj ended without success
    raised                an exception escaped; value: {"type", "message", "traceback": [[file,
                          line, function], ...]}
    swallowed             an exception that a pool or feeder kept; value as for raised plus
                          {"where": "pool"|"feeder"|"executor"|"callback", "collected": bool}
    collected             such an exception was asked for after all; obj: as of its swallowed; or
                          how a child has ended, which had failed; obj: "task:N"
    output                value: text written to standard output or error in this step
    created               obj: new object; value: its kind
    cut                   more was told of this step than is kept
    """

    kind: EventKind | Inferred
    task: int
    obj: str | None = None
    value: Json = None
    call: Call | None = None
    site: Site | None = None


class Step(NamedTuple):
    """One grant: which task ran, from which parked operation, and what it did."""

    number: int  # from 0
    time: float  # virtual seconds since the run began, at the grant
    options: tuple[Option, ...]  # what could be picked, in default order: options[0] is default
    choice: int  # index into options
    events: tuple[Event, ...]

    @property
    def picked(self) -> Option:
        """The option that was taken."""
        return self.options[self.choice]

    @property
    def task(self) -> int:
        """Number of the task that ran."""
        return self.options[self.choice].pending.task


@dataclass(frozen=True, slots=True)
class ObjectRecord:
    """A shared object, numbered by creation within its kind; see ``operations.OBJECTS``."""

    key: str  # "sem:3", "queue:1", "task:2", "pipe:0a" (one end), "mem:4", "file:tickets.json"
    kind: ObjectKind
    name: str  # the learner's own name, such as "accounts[0]", else a description ("a Lock")
    creator: int | None = None  # task number
    site: Site | None = None  # where it was made
    value: Json = None  # at the end of the run, where the kernel knows it (semaphore value)
    limit: int | None = None  # a bounded queue's maxsize, a semaphore's first value
    holders: tuple[int, ...] = ()  # tasks that hold it at the end, in order of taking
    part_of: str | None = None  # key of the learner's object that this is an inner part of


@dataclass(frozen=True, slots=True)
class Failure:
    """An exception or death, as far as it is known."""

    type: str  # "ValueError", "exit code 3", "signal 11"
    message: str
    frames: tuple[Site, ...] = ()  # outermost first, the submission's own frames only


@dataclass(frozen=True, slots=True)
class TaskRecord:
    """A task, and how it stood when the run was over."""

    number: int  # by order of creation; 0 is the caller
    name: str  # "main", "clerk-1", "Process-2", "Thread-1"
    kind: Literal["process", "thread"]
    process: int  # number of the task that is its process's main thread
    parent: int | None
    service: bool  # a feeder, handler, server ...: waiting for ever is its job
    daemon: bool
    started: Site | None  # where start() was called
    state: TaskState
    began: StartMethod | None = None  # how a child process came to be, as the kernel saw it
    pending: Pending | None = None  # where it is parked, or was when it was killed
    stack: tuple[Site, ...] = ()  # its submission frames there, outermost first
    holds: tuple[str, ...] = ()  # keys of locks and semaphores that it holds
    exit_code: int | None = None  # of an ended process
    ended_by_program: bool = False  # terminate(), a daemon at exit, leaving a Pool's block
    failure: Failure | None = None
    looked_at: bool = False  # whoever started it was told of its failure, and may have handled it

    @property
    def failed(self) -> bool:
        """Whether it failed by itself, and nobody who could do something about it was told."""
        return not (self.failure is None or self.ended_by_program or self.looked_at)


@dataclass(frozen=True, slots=True)
class EndHolder:
    """A pipe end that a process still has open: read from the system, not claimed."""

    obj: str  # key of the end: "pipe:0a"
    process: int  # task number of the process's main thread
    writes: bool  # whether that end can send
    name: str = ""  # the holder's own name for it, where it has one


@dataclass(frozen=True, slots=True)
class Trace:
    """One run, whole."""

    status: Status
    value: Json  # what the function returned, as bounded data
    failure: Failure | None  # for raised, and the first one for crashed
    steps: tuple[Step, ...]
    tasks: tuple[TaskRecord, ...]
    objects: dict[str, ObjectRecord] = field(default_factory=dict)
    end_holders: tuple[EndHolder, ...] = ()
    output: str = ""  # standard output and error together, cut at the limit
    time: float = 0.0  # virtual seconds at the end
    clock: Clock = "patient"
    switch_at: SwitchAt = "calls"
    start_method: StartMethod = "fork"  # the program's default: it may have chosen another itself
    limit: str = ""  # which limit ended it: "steps", "memory", "output", "processes", "cpu" ...
    hung: Literal["", "burning", "sleeping"] = ""  # a task that left our control and stayed there
    orphans: tuple[int, ...] = ()  # tasks (processes) that outlived the program
    uncontrolled: tuple[str, ...] = ()  # what was used that is not under control
    passed_over: bool = False  # lines of long loops were not points each time
    operations: int = 0  # base operations that the kernel carried out
    detailed: bool = False  # names and values were recorded
    digest: str = ""  # of everything that must be equal when the schedule is replayed

    @property
    def shows(self) -> Json:
        """What a run that has returned shows for itself, to be compared with other runs.

        That is its value; or, where that is None, the lines that its main task has printed, in
        alphabetical order: the order of prints is nobody's promise, and lines of the others may say
        who did something, which is the schedule's to decide.
        """
        if self.value is not None:
            return self.value
        events = (event for step in self.steps for event in step.events)
        printed = (str(e.value) for e in events if e.kind == "output" and e.task == 0)
        return sorted("".join(printed).splitlines()) or None  # type: ignore[return-value]  # JSON

    @property
    def schedule(self) -> tuple[int, ...]:
        """The choices where there was more than one option, without trailing defaults."""
        picks = [step.choice for step in self.steps if len(step.options) > 1]
        while picks and picks[-1] == 0:
            picks.pop()
        return tuple(picks)

"""The vocabulary of a run: what a task may ask for, what can happen, and what there is.

One table each of base operations, of events and of kinds of objects. Everybody else names their
rows by the Literal types here, so that the type checker finds a word that nothing makes; sets that
are asked for often are read off the tables below. Code beside a submission can import nothing of
ours and writes the same words as plain strings: a test compares them with these tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, get_args

Operation = Literal[
    "start",
    "acquire",
    "try-acquire",
    "release",
    "value",
    "look",
    "wait",
    "readable",
    "writable",
    "accept",
    "sleep",
    "join",
    "poll-child",
    "fork",
    "spawn",
    "thread",
    "thread-lock",
    "thread-wait",
    "kill",
    "line",
    "open",
    "read",
    "write",
    "yield",
    "pause",
    "serve",
    "hand-in",
]
"""What a task can be parked at."""

OwnWord = Literal[
    "hello", "refused", "bye", "notes", "result", "ticket", "new-sem", "new-memory", "wake"
]
"""What a task tells or asks without stopping: it needs no turn."""

Request = Literal[Operation, OwnWord]
"""All that a task may send; but for start, which is where the kernel parks it when it is born."""


@dataclass(frozen=True, slots=True)
class Base:
    """What is known of one base operation."""

    words: str
    """What is told of it where nothing else can be: after the name of who did it."""

    parks: bool = False
    """It may have to wait until something is there; any other can go on at once."""

    looks: bool = False
    """It finds out what others may change, and changes nothing: alone it is a spin."""

    asks: bool = False
    """It looks at the answer of one question; a loop of such questions waits for a change."""

    descriptors: bool = False
    """Descriptors may come with it."""

    silent: bool = False
    """Its whole effect is told by the objects that it touches.

    The others stay out: a pipe's state changes when a process ends, without an event; forks and
    joins order other tasks; time passes in a sleep; at a line anything may be touched.
    """

    keeps_turn: bool = False
    """Whoever is at it keeps the turn by default, whatever others have done meanwhile."""


OPERATIONS: Mapping[Operation, Base] = MappingProxyType(
    {
        # the first instruction of a task
        "start": Base("begins", silent=True),
        # semaphores, and all that CPython builds of them
        "acquire": Base("takes a lock", parks=True, silent=True),
        "try-acquire": Base(
            "tries to take a lock", looks=True, asks=True, silent=True, keeps_turn=True
        ),
        "release": Base("gives back a lock", silent=True, keeps_turn=True),
        "value": Base("looks at a counter", looks=True, asks=True, silent=True, keeps_turn=True),
        # descriptors: pipes, and what queues and managers send through them
        "look": Base("looks whether something has come", looks=True, asks=True, descriptors=True),
        "wait": Base("goes on: something has come", parks=True, descriptors=True),
        "readable": Base("reads what has come", parks=True, descriptors=True),
        "writable": Base("writes what another one reads", parks=True, descriptors=True),
        "accept": Base("lets somebody connect", parks=True, descriptors=True),
        # time; the timer of a sleep is its end
        "sleep": Base("goes on after its sleep", parks=True),
        # processes and threads; the timer of poll-child is the answer that it has not ended
        "join": Base("waits for an end", parks=True),
        "poll-child": Base("looks whether a process has ended", looks=True, asks=True),
        "fork": Base("starts a process", descriptors=True),
        "spawn": Base("starts a process", descriptors=True),
        "thread": Base("starts a thread", descriptors=True),
        "kill": Base("sends a signal"),
        "serve": Base("starts processes for others", parks=True, descriptors=True),
        # locks among the threads of one process
        "thread-lock": Base("takes or gives back a lock among threads", silent=True),
        "thread-wait": Base("goes on: a lock among threads is free", parks=True),
        # shared memory, files, lines
        "read": Base("reads", silent=True, keeps_turn=True),
        "write": Base("writes", silent=True, keeps_turn=True),
        "open": Base("opens a file"),
        "line": Base("goes on", looks=True, keeps_turn=True),
        # a worker of a pool or an executor, with what its task has come to
        "hand-in": Base("hands in a result", keeps_turn=True),
        # what a task says of itself: it has looked in vain; it has run for long
        "yield": Base("looks again", looks=True),
        "pause": Base("lets others go first"),
    }
)
"""Every base operation, and what is to be known of it."""

OWN_WORDS: frozenset[Request] = frozenset(get_args(OwnWord))
REQUESTS: Mapping[str, Request] = MappingProxyType(
    {op: op for op in OPERATIONS if op != "start"} | {word: word for word in OWN_WORDS}
)
"""What a task may send, by the text that it sends."""

NAMED: Mapping[str, Operation] = MappingProxyType({op: op for op in OPERATIONS})
PARKS = frozenset(op for op, base in OPERATIONS.items() if base.parks)
LOOKS = frozenset(op for op, base in OPERATIONS.items() if base.looks)
ASKS = frozenset(op for op, base in OPERATIONS.items() if base.asks)
SILENT = frozenset(op for op, base in OPERATIONS.items() if base.silent)
KEEPS_TURN = frozenset(op for op, base in OPERATIONS.items() if base.keeps_turn)
WITH_DESCRIPTORS: frozenset[Request] = frozenset(
    op for op, base in OPERATIONS.items() if base.descriptors
)

EventKind = Literal[
    "acquired",
    "released",
    "released-by-other",
    "released-too-often",
    "read",
    "wrote",
    "sent",
    "received",
    "queried",
    "eof",
    "started",
    "ended",
    "joined",
    "killed",
    "timeout",
    "raised",
    "swallowed",
    "collected",
    "output",
    "created",
    "cut",
]
"""What can happen in a step; ``Event`` says what each means."""

Inferred = Literal["call", "hurried"]
"""What the diagnosis makes of a step, in the shape of an event: no trace has it."""


@dataclass(frozen=True, slots=True)
class Happens:
    """What is known of one kind of event."""

    reads: bool = False
    """It changes nothing of what it touches."""

    changes: bool = False
    """Others can see that something is different now: whoever does it is no spin."""

    plain: bool = False
    """All that it does is done to the object that it names."""

    told: bool = False
    """The process itself tells of it; the kernel sees the others."""


EVENTS: Mapping[EventKind, Happens] = MappingProxyType(
    {
        "acquired": Happens(plain=True),
        "released": Happens(plain=True),
        "released-by-other": Happens(),
        "released-too-often": Happens(),
        "read": Happens(reads=True, plain=True, told=True),
        "wrote": Happens(changes=True, plain=True, told=True),
        "sent": Happens(told=True),  # a change, where it is on a queue or pipe of the learner's
        "received": Happens(told=True),
        "queried": Happens(reads=True, plain=True, told=True),
        "eof": Happens(reads=True, told=True),  # the first time that a task sees it, a change
        "started": Happens(changes=True),
        "ended": Happens(changes=True),
        "joined": Happens(changes=True),
        "killed": Happens(changes=True),
        "timeout": Happens(),
        "raised": Happens(told=True),
        "swallowed": Happens(told=True),
        "collected": Happens(told=True),
        "output": Happens(changes=True),
        "created": Happens(),
        "cut": Happens(told=True),
    }
)
"""Every kind of event, and what is to be known of it."""

TOLD: Mapping[str, EventKind] = MappingProxyType(
    {kind: kind for kind, happens in EVENTS.items() if happens.told}
)
"""Events that a process tells of, by the text that it sends."""

NOTICES = frozenset({"made", "uncontrolled", "passed-over"})
"""What else a process tells of: the first becomes "created", the others are facts of the run."""

READING = frozenset(kind for kind, happens in EVENTS.items() if happens.reads)
CHANGES = frozenset(kind for kind, happens in EVENTS.items() if happens.changes)
PLAIN_EVENTS = frozenset(kind for kind, happens in EVENTS.items() if happens.plain)


ObjectKind = Literal[
    "lock",
    "rlock",
    "semaphore",
    "bounded-semaphore",
    "condition",
    "event",
    "barrier",
    "queue",
    "simple-queue",
    "joinable-queue",
    "pipe",
    "pipe-end",
    "value",
    "array",
    "manager-object",
    "file",
    "thread-lock",
    "part",
    "inner",
]
"""What there is to share; part and inner are Python's own: a part of a learner's object, and an
object that Python makes for itself, such as a pool's queue."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What is known of one kind of object."""

    locks: bool = False
    """One task at a time holds it, or the lock that is in it."""

    counts: bool = False
    """Several may hold it."""

    queue: bool = False
    """Items go in and come out."""

    told: bool = False
    """A process tells when it has made one; the kernel sees the others by itself."""


OBJECTS: Mapping[ObjectKind, Shared] = MappingProxyType(
    {
        "lock": Shared(locks=True, told=True),
        "rlock": Shared(locks=True, told=True),
        "semaphore": Shared(counts=True, told=True),
        "bounded-semaphore": Shared(counts=True, told=True),
        "condition": Shared(locks=True, told=True),
        "event": Shared(told=True),
        "barrier": Shared(told=True),
        "queue": Shared(queue=True, told=True),
        "simple-queue": Shared(queue=True, told=True),
        "joinable-queue": Shared(queue=True, told=True),
        "pipe": Shared(),  # is told as its two ends
        "pipe-end": Shared(),
        "value": Shared(locks=True, told=True),
        "array": Shared(locks=True, told=True),
        "manager-object": Shared(told=True),
        "file": Shared(),
        "thread-lock": Shared(locks=True),
        "part": Shared(),
        "inner": Shared(told=True),
    }
)
"""Every kind of object, and what is to be known of it."""

MADE: Mapping[str, ObjectKind] = MappingProxyType(
    {kind: kind for kind, shared in OBJECTS.items() if shared.told}
)
"""Kinds of which a process tells that it has made one, by the text that it sends."""

LOCKS = frozenset(kind for kind, shared in OBJECTS.items() if shared.locks)
SEMAPHORES = frozenset(kind for kind, shared in OBJECTS.items() if shared.counts)
HOLDABLE = LOCKS | SEMAPHORES
QUEUES = frozenset(kind for kind, shared in OBJECTS.items() if shared.queue)
BARE: frozenset[ObjectKind] = SEMAPHORES | {"lock", "rlock"}
"""Those that are a lock or a semaphore and nothing else."""

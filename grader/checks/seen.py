"""What a judgement is shown of a run: plain frozen data, in the order in which it happened."""

from __future__ import annotations

from dataclasses import dataclass

from grader.model.trace import Json


@dataclass(frozen=True, slots=True)
class CallSeen:
    """One call that a task made."""

    task: str  # its name, such as "clerk-1"
    number: int  # of the task, whatever its name
    process: int  # number of its process's main thread; 0 is the process of the scenario
    method: str  # "Queue.put"
    target: str | None  # the learner's name of the object: "orders"
    places: int | None  # a bounded queue's maxsize, a semaphore's first value
    step: int
    time: float  # in virtual seconds, when it began
    line: int | None
    by_scenario: bool  # made in checks.py, and not in the submission
    waits: bool  # asked to wait for a lock or a queue: as get() does, and get_nowait() does not
    received: bool  # whether an item or a message came of it


@dataclass(frozen=True, slots=True)
class EventSeen:
    """One thing that happened; see ``Event`` in grader/model/trace.py for the kinds."""

    kind: str  # "sent", "received", "wrote", "eof", "output" ...
    task: str
    number: int  # of the task, whatever its name
    process: int  # number of its process's main thread; 0 is the process of the scenario
    target: str | None  # the learner's name of the object, if there is one
    value: Json
    step: int
    time: float  # in virtual seconds


@dataclass(frozen=True, slots=True)
class StepSeen:
    """One step: a task was let go on with an operation, and went as far as its next one."""

    operation: str  # "acquire", "try-acquire", "sleep", "line", "yield" ...: see ``Pending``
    task: str
    number: int  # of the task, whatever its name
    process: int  # number of its process's main thread; 0 is the process of the scenario
    service: bool  # a task of Python's own: a pool's worker, a queue's feeder ...
    step: int
    time: float  # in virtual seconds, when it went on
    function: str  # of the submission or the scenario, from which it came; "" if there is none
    seconds: float | None  # how long it slept, or was ready to wait at most
    timed_out: bool  # its time was over: the end of each sleep, and of a wait in vain


@dataclass(frozen=True, slots=True)
class Stay:
    """A sleep that a task made in a function, and that came to its end."""

    task: str  # its name, such as "guest-1"
    began: int  # the step with which it lay down
    ended: int  # the step with which it went on
    since: float  # the same in virtual seconds
    until: float
    number: int  # of the task, whatever its name
    process: int  # number of its process's main thread; 0 is the process of the scenario
    seconds: float | None  # how long it was to sleep

"""What a picture of a run shows, as plain data: lanes, rows, arrows, locks held."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from grader.model.finding import Mark
from grader.model.trace import Site

LaneState = Literal["absent", "ready", "running", "service", "blocked", "ended"]
"""As a task's state; absent before its start, and service where a folded thread is what runs."""


@dataclass(frozen=True, slots=True)
class Lane:
    """One process, or one of the learner's threads in it."""

    name: str
    kind: Literal["process", "thread", "service"]
    task: int  # whose state the lane shows
    folded: tuple[int, ...] = ()  # tasks that have no lane of their own


@dataclass(frozen=True, slots=True)
class Stand:
    """How a lane stands in a row, and where its code is."""

    state: LaneState
    wait: str = ""  # what a blocked task waits for, to be put after "waits for"
    site: Site | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One step; or the steps that are not shown there; or, last, how the run ended."""

    kind: Literal["step", "gap", "end"]
    step: int  # its number; of a gap the first one left out; of the end the number of steps
    stands: tuple[Stand, ...] = ()  # one for each lane; none in a gap
    lane: int | None = None  # which ran
    who: str = ""  # the task that ran, a folded one by its own name
    call: str = ""
    deeds: tuple[str, ...] = ()
    site: Site | None = None
    time: float = 0.0
    jump: float = 0.0  # virtual seconds that passed since the row before
    left_out: int = 0
    marks: tuple[int, ...] = ()  # indices into Timeline.marks


@dataclass(frozen=True, slots=True)
class Link:
    """An arrow from one lane and row to another."""

    kind: Literal["message", "start", "join"]
    lanes: tuple[int, int]
    rows: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Hold:
    """A lock in a lane's hands from one row to another."""

    lane: int
    name: str
    rows: tuple[int, int]
    to_end: bool  # it was never given back


@dataclass(frozen=True, slots=True)
class WaitEdge:
    """At the end, one lane waits for another."""

    lanes: tuple[int, int]
    text: str
    cycle: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """All that a picture of a run shows."""

    lanes: tuple[Lane, ...]
    rows: tuple[Row, ...]
    links: tuple[Link, ...]
    holds: tuple[Hold, ...]
    waits: tuple[WaitEdge, ...]
    marks: tuple[Mark, ...]  # in order of steps
    names: dict[int, str]  # of tasks
    ending: str  # how the run ended, in words
    lanes_left_out: int = 0
    own_left_out: int = 0  # steps of Python's own that are not shown
    spans: bool = False  # what lies between a task's marks matters: others came in between

    @property
    def start(self) -> int:
        """Index of the row to look at first: the first mark's; else the end where somebody still
        stands, and the beginning where nobody does.
        """
        stopped = any(stand.state in ("blocked", "ready") for stand in self.rows[-1].stands)
        marked = (index for index, row in enumerate(self.rows) if row.marks)
        return next(marked, len(self.rows) - 1 if stopped else 0)

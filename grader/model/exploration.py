"""What an exploration of many schedules found: plain frozen data."""

from __future__ import annotations

from dataclasses import dataclass

from grader.model.trace import Json, StartMethod, Status, Trace


@dataclass(frozen=True, slots=True)
class OutcomeCount:
    """How often one way of ending was seen."""

    status: Status
    value: Json  # for returned, see ``Trace.shows``; else the exception's last line
    count: int
    replay: str  # token of the first schedule that ended so
    printed: bool = False  # nothing was returned: the value is what the main task has printed

    @property
    def how(self) -> str:
        """How it ended, in a word."""
        return "printed" if self.printed else self.status


@dataclass(frozen=True, slots=True)
class Explored:
    """One distinct schedule that was run."""

    number: int  # of the schedule, from 1
    replay: str
    trace: Trace


@dataclass(frozen=True, slots=True)
class Exploration:
    """All that was seen of one program."""

    program: str
    schedules: int  # runs made (those with a trace already seen are not counted)
    exhaustive: bool  # the whole space up to ``bound`` was run
    bound: str  # in words: "every schedule with up to 2 deviations", "200 schedules, ..."
    steps: int  # in all runs together
    seconds: float  # wall-clock; for people only, no verdict depends on it
    outcomes: tuple[OutcomeCount, ...]
    runs: tuple[Explored, ...]  # every distinct run, in order
    failure: Explored | None  # the first run that the judge rejected, replayed with details
    strategy: str = "mix"
    seed: int = 0
    start_method: StartMethod = "fork"  # unless the program chose another

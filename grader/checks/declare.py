"""@scenario and @check: they run nothing, they only write down what a teacher has said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args, overload

from grader.checks.given import given_files
from grader.checks.sentence import read_sentence
from grader.errors import UsageError
from grader.model.causes import CAUSES, Cause
from grader.model.trace import Clock, StartMethod

if TYPE_CHECKING:
    from grader.checks.run import Run

SwitchChoice = Literal["auto", "calls", "lines"]

# What comes back from a scenario is bounded JSON; what it calls is a student's module.
ScenarioFunction: TypeAlias = Callable[..., Any]
Judgement: TypeAlias = "Callable[[Run], None]"


class CheckError(UsageError):
    """A checks.py that can't be used: a teacher's mistake, said with file, line and what to do."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """A small program around the student's functions, and how it is to be explored.

    The function itself never runs here: its source is sent into the sandbox.
    """

    name: str
    function: ScenarioFunction = field(repr=False)
    schedules: int | None = None  # budget of runs; None: as the settings say
    switch_at: SwitchChoice | None = None  # where tasks may be preempted; None: as the settings say
    start_method: StartMethod | None = None  # None: as the settings say
    files: Mapping[str, bytes] = field(default_factory=lambda: MappingProxyType({}))
    beside: tuple[str, ...] = ()  # names beside the checks.py that the files were taken from
    clock: Clock | None = None  # None: both
    may_raise: bool = False  # an exception that leaves the scenario is no fault by itself
    may_exit: bool = False  # a child that ends itself with an exit code is no fault by itself
    cores: int | None = None  # that the program is told of; None: as the settings say
    processes: int = 0  # child processes that a run starts at least

    @property
    def clocks(self) -> tuple[Clock, ...]:
        """The clocks that it is explored under."""
        return get_args(Clock) if self.clock is None else (self.clock,)


@dataclass(frozen=True, slots=True)
class Check:
    """A scenario, a judgement, and what they are worth."""

    name: str  # "test_no_ticket_is_sold_twice"
    title: str  # of the judgement's docstring: the sentence that a student reads
    scenario: Scenario
    judgement: Judgement = field(repr=False)
    points: float = 1
    hints: tuple[str, ...] = ()  # from a question to a pointer
    cause: Cause | None = None  # of a failed judgement, where diagnosis finds nothing more exact
    requires: Check | None = None  # if that one is not passed, neither is this one
    bonus: bool = False  # its points come on top of those that can be had
    clock: Clock | None = None  # only runs under this one are judged; None: all

    @property
    def line(self) -> int:
        """Line of the judgement in its checks.py, counted from 1."""
        return self.judgement.__code__.co_firstlineno


@overload
def scenario(function: ScenarioFunction, /) -> Scenario: ...


@overload
def scenario(
    *,
    schedules: int | None = None,
    switch_at: SwitchChoice | None = None,
    start_method: StartMethod | None = None,
    files: Mapping[str, bytes] | tuple[str, ...] = (),
    clock: Clock | None = None,
    may_raise: bool = False,
    may_exit: bool = False,
    cores: int | None = None,
    processes: int = 0,
) -> Callable[[ScenarioFunction], Scenario]: ...


def scenario(
    function: ScenarioFunction | None = None,
    /,
    *,
    schedules: int | None = None,
    switch_at: SwitchChoice | None = None,
    start_method: StartMethod | None = None,
    files: Mapping[str, bytes] | tuple[str, ...] = (),
    clock: Clock | None = None,
    may_raise: bool = False,
    may_exit: bool = False,
    cores: int | None = None,
    processes: int = 0,
) -> Scenario | Callable[[ScenarioFunction], Scenario]:
    """Make a top-level function the scenario of one or more checks.

    The function is called in the sandbox, once per schedule, with the student's module; it
    returns bounded JSON data, which a check sees as ``run.value``. It may use the standard
    library modules that its checks.py imports at the top, and the top-level helpers, classes
    and constants that it names: these, and nothing else of the file, are sent along.

    schedules     how many runs to explore at most
    switch_at     "calls": tasks change over at the calls that they make; "lines": at every line
                  of the submission too, where plain memory or files are shared; "auto" tells by
                  itself whether that is needed
    start_method  how processes are started, unless the submission says so itself: "fork" (which
                  it is on every Python, if nothing is said), "spawn" or "forkserver"
    files         files in the working folder at the start of each run: {name: bytes}, or a tuple
                  of names of files and folders beside the checks.py, such as ("logs",)
    clock         "patient" (time moves when nobody can run) or "hostile" (any time-out may fire at
                  any moment); both are tried, if nothing is said
    may_raise     an exception that leaves the scenario is for the checks to judge (run.failure)
    may_exit      a child process may end itself with an exit code other than 0 (sys.exit): the
                  code is for the checks to judge; an exception that ends it is a fault still
    cores         how many processors os.cpu_count() and its kin tell of
    processes     how many child processes take part at least, a pool's workers included: a run
                  that starts fewer passes no check, whatever it returns

    Raises CheckError for an option that makes no sense.
    """

    def declare(function: ScenarioFunction) -> Scenario:
        name = getattr(function, "__name__", repr(function))
        if schedules is not None and schedules < 1:
            raise CheckError(f"scenario {name}: schedules={schedules}, but it must be 1 or more")
        if switch_at not in (None, *get_args(SwitchChoice)):
            raise CheckError(
                f"scenario {name}: switch_at={switch_at!r} is none of auto, calls, lines"
            )
        if start_method not in (None, *get_args(StartMethod)):
            raise CheckError(
                f"scenario {name}: start_method={start_method!r} is none of fork, spawn, forkserver"
            )
        if clock not in (None, *get_args(Clock)):
            raise CheckError(f"scenario {name}: clock={clock!r} is none of patient, hostile")
        if cores is not None and cores < 1:
            raise CheckError(f"scenario {name}: cores={cores}, but it must be 1 or more")
        if processes < 0:
            raise CheckError(f"scenario {name}: processes={processes}, but it must be 0 or more")
        try:
            given = given_files(files, Path(function.__code__.co_filename).parent)
        except (ValueError, OSError) as error:
            raise CheckError(f"scenario {name}: files= can't be used: {error}") from None
        return Scenario(
            name=name,
            function=function,
            schedules=schedules,
            switch_at=switch_at,
            start_method=start_method,
            files=MappingProxyType(given),
            beside=files if isinstance(files, tuple) else (),
            clock=clock,
            may_raise=may_raise,
            may_exit=may_exit,
            cores=cores,
            processes=processes,
        )

    return declare if function is None else declare(function)


def check(
    scenario: Scenario,
    *,
    points: float = 1,
    clock: Clock | None = None,
    cause: Cause | None = None,
    requires: Check | None = None,
    bonus: bool = False,
) -> Callable[[Judgement], Check]:
    """Make a function the judgement of a scenario: ``def test_...(run: Run) -> None``.

    It is called in the grader's own process, once per explored schedule, and fails the check
    with ``expect`` or an ``assert``, whose message is for the student. Its docstring is the
    sentence that the student reads, and below it the hints, from a question to a pointer and never
    the answer, each in lines of its own that begin with "Hint:". A deadlock, a crash, a stuck run,
    an orphan and an exception that nobody sees fail the check without being asked for.

    points    what the check is worth
    clock     "patient" or "hostile": a run under the other clock is not judged. It fails the check
              all the same by what fails it without being asked for
    cause     names a failed judgement, where nothing more exact is found in the run
    requires  another check: where that one is not passed, neither is this one
    bonus     its points come on top: who does without them can have full points all the same

    Raises CheckError for a check without a sentence, or an option that makes no sense.
    """

    def declare(judgement: Judgement) -> Check:
        name = judgement.__name__
        if not isinstance(scenario, Scenario):
            raise CheckError(
                f"check {name}: its first argument must be a function under @scenario, "
                f"and not {scenario!r}"
            )
        try:
            title, hints = read_sentence(judgement.__doc__)
        except ValueError as error:
            raise CheckError(f"check {name} {error}") from None
        if not name.startswith("test_"):
            raise CheckError(f"check {name}: its name must begin with test_, as pytest's tests do")
        if points < 0:
            raise CheckError(f"check {name}: points={points}, but it must be 0 or more")
        if clock is not None and clock not in scenario.clocks:
            raise CheckError(
                f"check {name}: clock={clock!r}, but its scenario is run with "
                f"{' and '.join(scenario.clocks)} alone, so no run would be judged"
            )
        if cause is not None and cause not in CAUSES:
            raise CheckError(f"check {name}: cause={cause!r} is not in the list of causes")
        if requires is not None and not isinstance(requires, Check):
            raise CheckError(f"check {name}: requires= must be another check of this file")
        if not isinstance(bonus, bool):
            raise CheckError(f"check {name}: bonus={bonus!r} is neither True nor False")
        return Check(name, title, scenario, judgement, points, hints, cause, requires, bonus, clock)

    return declare

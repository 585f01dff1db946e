"""Pages as a browser reads them, and what tests put on them."""

from __future__ import annotations

import dataclasses
import json
import typing
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from typing import Any

from grader.model.exploration import Exploration, Explored, OutcomeCount
from grader.model.finding import Finding
from grader.model.results import CheckResult, ClassReport, ExerciseReport, StudentReport
from grader.model.trace import Trace
from grader.report.html.pages import class_page, explore_page, replay_page, student_page
from tests.report.runs import (
    BAKERY_SOURCE,
    LOCK_CYCLE_SOURCE,
    NOTEBOOK,
    lock_cycle,
    lost_update,
    queue_messages,
)

MARKUP = "</script><script>window.hacked=1</script>\"'>]]>--><img src=x onerror=hacked=1>{{7*7}}"
EVIL = MARKUP + "\0\x1b[2J\u202e"
COMMAND = "grader replay K3:0-0-1 lock.py --check 03_lock/test_order"


def failed(made: tuple[Trace, Finding] | None = None, **more: Any) -> CheckResult:
    trace, finding = made or lock_cycle()
    check = CheckResult(
        "test_order",
        "Two clerks never wait for each other.",
        3,
        0.5,
        "failed",
        finding.message,
        finding,
        trace,
        hints=("Who takes which lock first?", "Compare the two calls.", "Draw it."),
        schedules=3,
        bound="the first failing schedule of at most 200",
        replay_command=COMMAND,
    )
    return replace(check, **more)


PASSED = CheckResult("test_sold", "Every ticket is sold.", 2, 2, "passed", schedules=96)
NOT_DONE = CheckResult(
    "test_refund", "A ticket comes back.", 1, 0, "not-done", "refund() says TODO."
)
UNSURE = CheckResult("test_rows", "Seats stay in order.", 1, 0, "unsure", "The grader was ended.")


def student(*checks: CheckResult, name: str = "alice", **more: Any) -> StudentReport:
    exercise = ExerciseReport("03_lock", "Tickets", LOCK_CYCLE_SOURCE, checks, isolation="full")
    return StudentReport(name, (replace(exercise, **more),), isolation="full")


@dataclass
class Page(HTMLParser):
    """A page, read as a browser reads it."""

    source: str
    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    inside: list[str] = field(default_factory=list)
    data: list[Any] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.feed(self.source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag in ("script", "style"):
            self.inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        if not self.inside:
            self.words.append(data)
        elif self.inside[-1] == "script":
            if self.tags[-1][1].get("type") == "application/json":
                self.data.append(json.loads(data))
            else:
                self.scripts.append(data)

    @property
    def text(self) -> str:
        """All that a reader can read, on one line."""
        return " ".join(" ".join(self.words).split())

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attrs for name, attrs in self.tags if name == tag]


def poisoned(value: Any, kind: Any = str) -> Any:
    """Return the same object with the evil text in every string that isn't one of a fixed list."""
    if typing.get_origin(kind) is typing.Literal or kind in ("Verdict", "Kind", "Cause"):
        return value
    if isinstance(value, str):
        return value + EVIL
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        return tuple(poisoned(item) for item in value)
    if isinstance(value, dict):
        return {key: poisoned(item) for key, item in value.items()}
    names = getattr(value, "_fields", ())  # of a NamedTuple
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = tuple(one.name for one in dataclasses.fields(value) if one.init)
    if names:
        hints = typing.get_type_hints(type(value))
        keep = {"kind", "op", "obj", "key", "part_of", "target", "holds", "replay"}
        changes = {
            name: poisoned(getattr(value, name), hints[name])
            for name in names
            if not (type(value).__module__.endswith("trace") and name in keep)
        }
        return (
            value._replace(**changes) if hasattr(value, "_replace") else replace(value, **changes)
        )
    return value


def exploration(made: tuple[Trace, Finding]) -> Exploration:
    trace, finding = made
    run = Explored(finding.schedule, finding.replay, trace)
    return Exploration(
        "lock.py",
        96,
        True,
        "every schedule with up to 2 deviations",
        960,
        0.5,
        (
            OutcomeCount("returned", {"sold": ["x"]}, 90, "K3:"),
            OutcomeCount("raised", "ValueError: no", 6, "K3:1"),
        ),
        (run,),
        run,
    )


def hostile_pages() -> dict[str, Callable[[], str]]:
    def alice() -> StudentReport:
        made = (failed(), failed(lost_update()), failed(queue_messages()), PASSED, NOT_DONE, UNSURE)
        notes = ("a note",)
        report = student(*made, notes=notes)
        notebook = replace(report.exercises[0], source=NOTEBOOK)
        whole = replace(report, exercises=(*report.exercises, notebook), notes=notes)
        evil: StudentReport = poisoned(whole)
        return evil

    def room() -> str:
        report = ClassReport("Autumn" + EVIL, (alice(),), "0.1.0" + EVIL, "full" + EVIL, 7)
        return class_page(report, links={alice().student: EVIL})

    def explored() -> str:
        seen = poisoned(exploration(lock_cycle()))
        finding = poisoned(lock_cycle()[1])
        return explore_page(seen, finding, poisoned(NOTEBOOK), command=EVIL)

    def replayed() -> str:
        trace, finding = (poisoned(one) for one in queue_messages())
        return replay_page(trace, finding, poisoned(BAKERY_SOURCE), command=EVIL)

    return {
        "student": lambda: student_page(alice(), version="0.1.0" + EVIL),
        "class": room,
        "explore": explored,
        "replay": replayed,
    }

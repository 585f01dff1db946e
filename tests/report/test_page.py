"""The pages: what a reader finds on them, and that nothing from outside is more than text."""

from __future__ import annotations

import dataclasses
import itertools
import json
import re
import typing
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from jinja2 import UndefinedError

from grader.model.exploration import Exploration, Explored, OutcomeCount
from grader.model.finding import Finding
from grader.model.results import CheckResult, ClassReport, ExerciseReport, StudentReport
from grader.model.source import SourceText
from grader.model.trace import Failure, Site, Trace
from grader.report.html import templates
from grader.report.html.pages import class_page, explore_page, replay_page, student_page
from grader.report.html.student_page import story
from tests.report import samples
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


@pytest.mark.parametrize("name", ["student", "class", "explore", "replay"])
class TestTextFromOutside:
    def test_stays_text(self, name: str) -> None:
        page = Page(hostile_pages()[name]())
        kinds = [script.get("type", "") for script in page.all("script")]
        assert kinds.count("") == 1
        assert set(kinds) <= {"", "application/json"}
        assert "hacked" not in page.scripts[0]
        assert not page.all("img")
        attributes = {attr for _, attrs in page.tags for attr in attrs}
        assert not {attr for attr in attributes if attr.startswith("on") or attr == "style"}

    def test_is_shown_as_it_is_with_what_hides_made_visible(self, name: str) -> None:
        source = hostile_pages()[name]()
        assert MARKUP + "␀␛[2J\\u202e" in Page(source).text
        assert not {char for char in source if ord(char) < 32 and char not in "\n\t"}
        assert "\u202e" not in source

    def test_leads_nowhere(self, name: str) -> None:
        page = Page(hostile_pages()[name]())
        targets = [attrs["href"] for _, attrs in page.tags if "href" in attrs]
        for target in targets:
            assert re.fullmatch(r"#[\w-]+|data:,|[\w.~%/-]+", target), target
        assert not [attrs for _, attrs in page.tags if "src" in attrs]

    def test_is_text_in_the_scripts_data_too(self, name: str) -> None:
        page = Page(hostile_pages()[name]())
        assert len(page.data) == {"student": 3, "class": 0, "explore": 1, "replay": 1}[name] * (
            2 if name == "student" else 1
        )
        for run in page.data:
            assert any("<script>window.hacked=1</script>" in lane for lane in run["lanes"])


def test_only_the_pages_own_script_and_style_may_act() -> None:
    page = Page(student_page(student(failed()), version="1"))
    (policy,) = [m["content"] for m in page.all("meta") if "http-equiv" in m]
    hashes = re.findall(r"(style|script)-src ('sha256-[^']+')", policy)
    assert hashes == [
        ("style", templates._content_hash("page.css")),
        ("script", templates._content_hash("page.js")),
    ]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy


def test_a_value_that_a_template_lacks_is_an_error() -> None:
    with pytest.raises(UndefinedError, match="'student' is undefined"):
        templates.render("student.html", version="1")


class TestTheStudentsPage:
    def test_says_first_what_to_look_at_first(self) -> None:
        text = Page(student_page(student(PASSED, NOT_DONE, failed()), version="1")).text
        assert text.index("Look at this first") < text.index("Every ticket is sold.")
        assert (
            "Look at this first Two clerks never wait for each other. Tickets Deadlock after"
            in text
        )

    def test_sends_to_what_is_not_done_where_nothing_is_wrong(self) -> None:
        text = Page(student_page(student(PASSED, NOT_DONE), version="1")).text
        assert "Look at this first A ticket comes back." in text

    def test_says_that_all_is_well(self) -> None:
        text = Page(student_page(student(PASSED), version="1")).text
        assert "alice 2 of 2 points" in text
        assert "Every check passed" in text
        assert "Look at this first" not in text

    def test_tells_bonus_points_and_asks_nobody_to_begin_with_them(self) -> None:
        text = Page(student_page(samples.MORE, version="1")).text
        assert "mia 7 of 2 points, with 5 bonus points" in text
        assert "Every check passed that full points need" in text
        assert "There are still 5 bonus points to earn." in text
        assert "Dining 16_philosophers 5 / 10 bonus" in text
        assert "Dining 5 of 10 bonus points" in text
        assert "Look at this first" not in text

    def test_sends_to_what_is_wrong_for_bonus_points_last(self) -> None:
        extra = failed(title="An extra.", bonus=True)
        text = Page(student_page(student(extra, NOT_DONE), version="1")).text
        assert "Look at this first A ticket comes back." in text
        text = Page(student_page(student(extra, PASSED), version="1")).text
        assert "Look at this first An extra." in text

    def test_is_loud_about_what_was_not_decided(self) -> None:
        text = Page(student_page(student(PASSED, UNSURE), version="1")).text
        assert "1 check was not decided This is no fault of the submission" in text
        assert "Every check passed" not in text

    def test_tells_the_story_with_its_table_and_its_advice(self) -> None:
        source = student_page(student(failed()), version="1")
        assert '<p class="headline">Deadlock after 7 steps.</p>' in source
        assert (
            "clerk-1  line 7  holds  accounts[0]  waits for accounts[1]\nclerk-2  line 7" in source
        )
        text = Page(source).text
        assert text.count("In which order do they take them?") == 1
        assert "To think about: In which order do they take them?" in text
        assert COMMAND in text

    def test_tells_one_story_once(self) -> None:
        other = failed(name="test_other", title="Nobody starves.")
        page = Page(student_page(student(failed(), other), version="1"))
        assert len([attrs for attrs in page.all("div") if attrs.get("class") == "story"]) == 1
        assert "For the same reason as Two clerks never wait for each other." in page.text
        assert len(page.data) == 1

    def test_opens_one_hint_after_the_other(self) -> None:
        source = student_page(student(failed()), version="1")
        hints = source[source.index('<details class="hints') :]
        inner = re.findall(r"<details|</details>|hint \(\d of 3\)", hints)[:9]
        assert inner == [
            *("<details", "hint (1 of 3)"),
            *("<details", "hint (2 of 3)"),
            *("<details", "hint (3 of 3)"),
            *["</details>"] * 3,
        ]

    def test_marks_the_lines_and_says_what_happened_there(self) -> None:
        source = student_page(student(failed()), version="1")
        notes = re.findall(
            r'<span class="tell">(?:<span class="no">(\d)</span>)?(.*?)</span>', source
        )
        assert notes == [
            ("1", "clerk-1: takes accounts[0]"),
            ("2", "clerk-2: takes accounts[1]"),
            ("3", "clerk-1: waits for accounts[1]"),
            ("4", "clerk-2: waits for accounts[0]"),
        ]

    def test_says_where_everybody_stands_where_nothing_is_marked(self) -> None:
        trace, finding = lock_cycle()
        source = student_page(student(failed((trace, replace(finding, marks=())))), version="1")
        assert re.findall(r'<span class="tell">(.*?)</span>', source) == [
            "clerk-1: is here and waits for accounts[1]",
            "clerk-2: is here and waits for accounts[0]",
            "main: is here and waits for clerk-1 to end",
        ]

    def test_has_an_anchor_for_every_line_and_every_link_in_it_has_a_target(self) -> None:
        page = Page(student_page(student(failed(), PASSED, NOT_DONE, UNSURE), version="1"))
        ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
        lines = LOCK_CYCLE_SOURCE.text.count("\n")
        assert {f"s1-L{n}" for n in range(1, lines + 1)} <= set(ids)
        assert len(ids) == len(set(ids))
        links = {attrs["href"][1:] for attrs in page.all("a") if attrs["href"].startswith("#")}
        assert links <= set(ids)

    def test_shows_a_notebook_by_its_cells(self) -> None:
        trace, finding = lock_cycle()
        report = student(failed((trace, finding)), source=NOTEBOOK)
        text = Page(student_page(report, version="1")).text
        assert "cell 5" in text
        assert "Step 4: clerk-1 runs, cell 5, line 3" in json.dumps(
            Page(student_page(report, version="1")).data
        )

    def test_says_where_an_exception_arose(self) -> None:
        trace, finding = lost_update()
        raised = replace(
            trace,
            status="raised",
            failure=Failure("ValueError", "no ticket", (Site("lock.py", 5, "clerk"),)),
        )
        check = failed((raised, replace(finding, marks=())))
        source = student_page(student(check), version="1")
        assert '<span class="tell">ValueError: no ticket</span>' in source

    def test_works_for_somebody_who_handed_in_nothing(self) -> None:
        missing = replace(NOT_DONE, message="")
        text = Page(student_page(student(missing, source=None), version="1")).text
        assert "Nothing was handed in for this exercise." in text
        assert "to do" in text

    def test_says_what_the_program_printed(self) -> None:
        trace, finding = lock_cycle()
        loud = replace(trace, output="line\n" * 500)
        text = Page(student_page(student(failed((loud, finding))), version="1")).text
        assert "What the program printed line line" in text
        assert "... (440 more lines)" in text

    def test_headings_come_in_order(self) -> None:
        page = Page(student_page(student(failed(), PASSED), version="1"))
        levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(b - a <= 1 for a, b in itertools.pairwise(levels))

    def test_a_long_run_keeps_it_small(self) -> None:
        check = failed(lost_update(rounds=4990))
        assert len(student_page(student(check), version="1")) < 120_000


class TestAStory:
    def test_without_a_table_is_text(self) -> None:
        told = story("It is wrong.\nLook\nagain.", "", "")
        assert told.headline == "It is wrong."
        assert [(part.kind, part.text) for part in told.paragraphs] == [("text", "Look\nagain.")]

    def test_does_not_repeat_the_command(self) -> None:
        told = story(f"Deadlock.\n  Replay it: {COMMAND}", "", COMMAND)
        assert told.paragraphs == ()

    def test_that_is_very_long_is_cut_and_says_so(self) -> None:
        told = story("x\n" * 1000, "", "")
        assert told.paragraphs[-1].text.endswith("... (940 more lines)")


class TestTheClassesPage:
    def page(self, *students: StudentReport, **links: str) -> Page:
        report = ClassReport("Autumn", students, "0.1.0", "full", 7, 12.5)
        return Page(class_page(report, links=links))

    def test_counts_students_and_not_checks(self) -> None:
        twice = student(failed(), failed(name="test_b", title="Nobody starves."), name="alice")
        text = self.page(twice, student(failed(), name="bob"), student(PASSED, name="eve")).text
        assert (
            "locks are taken in different orders, and processes wait in a circle 2 students" in text
        )
        assert "Two clerks never wait for each other. 2 students" in text
        assert "Nobody starves. 1 student " in text
        assert "3 students, 1 with full points" in text

    def test_links_to_every_student_that_has_a_page(self) -> None:
        page = self.page(student(PASSED), student(PASSED, name="bob"), alice="alice ü.html")
        links = {attrs["href"] for attrs in page.all("a")}
        assert links == {"#main", "alice%20%C3%BC.html"}

    def test_is_loud_about_unsure_results(self) -> None:
        text = self.page(student(UNSURE, PASSED)).text
        assert text.index("1 result is unsure") < text.index("Points")
        assert "alice, 03_lock: Seats stay in order. The grader was ended." in text

    def test_has_a_column_for_each_exercise_and_a_gap_where_a_student_has_none(self) -> None:
        both = student(PASSED)
        other = replace(both.exercises[0], exercise="07_queue", checks=(failed(),))
        page = self.page(
            replace(both, exercises=(*both.exercises, other)), student(PASSED, name="bob")
        )
        assert "student points 03_lock of 2 07_queue of 3" in page.text
        assert "bob 2 / 2 2 ✓ \N{EN DASH}" in page.text
        keys = [attrs["data-key"] for attrs in page.all("td") if "data-key" in attrs]
        assert keys == ["alice", "2.5", "2", "0.5", "bob", "2", "2", "-1"]

    def test_shows_bonus_points_on_top(self) -> None:
        text = self.page(samples.MORE, student(failed(), name="bob")).text
        assert "2 students, 1 with full points, 1 with bonus points" in text
        assert "01_process of 2 16_philosophers 10 bonus" in text
        assert "mia 7 / 2 with 5 bonus 2 ✓ +5 ○ \N{EN DASH}" in text

    def test_with_many_exercises_their_names_stand_upright(self) -> None:
        one = student(PASSED).exercises[0]
        made = [replace(one, exercise=f"{number:02}_x") for number in range(1, 20)]
        page = self.page(replace(student(PASSED), exercises=tuple(made)))
        assert "student points 01_x 02_x" in page.text
        assert "mean 38 2 2" in page.text
        assert "to be had 2 2" in page.text
        assert next(a["title"] for a in page.all("button") if "title" in a) == "Tickets, of 2"

    def test_of_nobody_is_a_page_too(self) -> None:
        assert "0 students, 0 with full points" in self.page().text


class TestThePageOfExplore:
    def test_shows_the_finding_and_every_way_of_ending(self) -> None:
        made = lock_cycle()
        page = Page(explore_page(exploration(made), made[1], LOCK_CYCLE_SOURCE, command=COMMAND))
        assert "lock.py ✗ lock-cycle 96 schedules, 960 steps in all, 0.5 s" in page.text
        assert "What went wrong Deadlock after 7 steps." in page.text
        assert 'returned {"sold": ["x"]} 90 K3:' in page.text
        assert "raised ValueError: no 6 K3:1" in page.text
        assert COMMAND in page.text

    def test_without_a_finding_shows_one_run(self) -> None:
        seen = replace(exploration(lost_update()), failure=None)
        page = Page(explore_page(seen, None, LOCK_CYCLE_SOURCE, command=""))
        assert "nothing wrong found" in page.text
        assert "One run, step by step It returned 1 ." in page.text
        assert "What went wrong" not in page.text

    def test_of_a_program_that_never_ran_shows_its_source(self) -> None:
        seen = replace(exploration(lost_update()), failure=None, runs=(), outcomes=())
        page = Page(explore_page(seen, None, SourceText("a.py", "x = 1\n"), command=""))
        assert page.data == []
        assert "x = 1" in page.text

    def test_of_a_replay_has_no_table_of_outcomes(self) -> None:
        page = Page(replay_page(*lock_cycle(), LOCK_CYCLE_SOURCE, command=COMMAND))
        assert "How it came about" in page.text
        assert "All the ways in which it ended" not in page.text


def test_the_steps_can_be_read_without_any_script() -> None:
    page = Page(replay_page(*queue_messages(), BAKERY_SOURCE, command=COMMAND))
    assert "8 baker line 6 ends main waits" not in page.text
    assert (
        "5 baker line 5 sleep(1) main blocked, waits for baker to end; "
        "eater blocked, waits for an item from queue"
    ) in page.text


# --- colours that can be read

CSS = (Path(templates.__file__).parents[1] / "templates" / "page.css").read_text("utf-8")
TEXTS = "ink muted link good bad todo unsure keyword string number comment name".split()  # noqa: SIM905  # words read best so
PAIRS = [
    *((text, paper) for text in TEXTS for paper in ("paper", "card")),
    *((text, "soft") for text in ("ink", "muted", "link")),
    *((text, "bad-soft") for text in ("ink", "bad", "keyword", "string", "number", "comment")),
    *((text, "now") for text in ("ink", "keyword", "string", "number", "comment", "name")),
    ("ink", "unsure-soft"), ("muted", "unsure-soft"), ("link", "unsure-soft"),
    ("on-running", "running"), ("on-held", "held"), ("blocked", "card"), ("card", "bad"),
]  # fmt: skip


def themes() -> dict[str, dict[str, str]]:
    light, dark, print_ = re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)
    read = [dict(re.findall(r"--([\w-]+): (#\w+)", part)) for part in (light, dark, print_)]
    return {"light": read[0], "dark": read[0] | read[1], "print": read[0] | read[2]}


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", ["light", "dark", "print"])
def test_every_text_has_the_contrast_of_wcag_aa(theme: str) -> None:
    colours = themes()[theme]
    weak = {}
    for text, paper in PAIRS:
        dim, bright = sorted((luminance(colours[text]), luminance(colours[paper])))
        contrast = (bright + 0.05) / (dim + 0.05)
        if contrast < 4.5:
            weak[text, paper] = round(contrast, 2)
    assert weak == {}

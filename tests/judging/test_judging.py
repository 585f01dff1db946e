"""What a teacher writes with: @scenario, @check, Run, and the judgements that recur."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from grader import (
    CallSeen,
    EventSeen,
    Run,
    Stay,
    StepSeen,
    check,
    expect,
    fifo_per_producer,
    nothing_lost_or_doubled,
    run_processes,
    scenario,
    shaped,
    shown,
)
from grader.checks import Check, CheckError
from grader.checks.expect import Unsure, Wrong
from grader.checks.load import load_checks
from grader.checks.sentence import read_sentence
from grader.handins.parsed import parsed
from grader.judging.judge import judge
from grader.model.source import SourceText
from grader.model.trace import (
    Call,
    Event,
    Json,
    ObjectRecord,
    Option,
    Pending,
    Site,
    Step,
    TaskRecord,
    Trace,
)


def run(value: Json = None, **fields: Any) -> Run:
    return Run(Trace("returned", value, None, **{"steps": (), "tasks": (), **fields}))


def child(number: int, name: str, *, service: bool = False) -> TaskRecord:
    return TaskRecord(number, name, "process", number, 0, service, False, None, "ended")


NO = (False, False)


def steps(*events: tuple[float, int, str, str | None]) -> tuple[Step, ...]:
    """Make one step of each (time, task, kind, object)."""
    return tuple(
        Step(n, time, (Option(Pending(task, "x", None, "-", None, None)),), 0, (Event(k, task, o),))
        for n, (time, task, k, o) in enumerate(events)
    )


# --- shapes


@pytest.mark.parametrize(
    ("example", "value"),
    [
        (0, 5),
        (0.5, 5),
        (0.5, 5.5),
        ("", "text"),
        (False, True),
        (None, ["anything"]),
        ([], [1, "a", None]),
        ([0], []),
        ([0], [1, 2, 3]),
        ([0, [0]], [1, [2, 3]]),
        ({}, {"a": 1}),
        ({"a": 0}, {"a": 1, "b": "more"}),
        ([[]], [[1], []]),
    ],
)
def test_a_value_of_the_right_shape_is_returned(example: Json, value: Json) -> None:
    assert run(value).shaped(example) == value


@pytest.mark.parametrize(
    ("example", "value", "message"),
    [
        (0, True, "From f(), a whole number was expected, but True came back."),
        (0, 1.5, "From f(), a whole number was expected, but 1.5 came back."),
        (0.5, "1", "From f(), a number was expected, but '1' came back."),
        (
            "",
            None,
            "From f(), a text was expected, but None came back: that is what a function without a "
            "return gives back.",
        ),
        (False, 0, "From f(), True or False was expected, but 0 came back."),
        ([], {}, "From f(), a list was expected, but {} came back."),
        (
            [0],
            [1, "ü"],
            "From f(), a list with a whole number for each item was expected, but [1, 'ü'] came "
            "back.",
        ),
        (
            [0, ""],
            [1],
            "From f(), a list of 2 (a whole number, a text) was expected, but [1] came back.",
        ),
        (
            {"left": 0},
            {},
            "From f(), a dict (left: a whole number) was expected, but {} came back.",
        ),
        (
            [],
            {"type": "MapResult"},
            "From f(), a list was expected, but an object of type MapResult came back.",
        ),
        (
            [""],
            [{"reef": {"type": "ListProxy"}, "moves": 1}],
            "From f(), a list with a text for each item was expected, but "
            "[{'reef': <ListProxy>, 'moves': 1}] came back.",
        ),
        (0, "x" * 500, f"From f(), a whole number was expected, but '{'x' * 199} ... came back."),
    ],
)
def test_a_value_of_another_shape_is_wrong_in_words(
    example: Json, value: Json, message: str
) -> None:
    with pytest.raises(Wrong) as caught:
        run(value).shaped(example, "f()")
    assert str(caught.value) == message
    assert caught.value.cause == "wrong-value"


# --- nothing lost or doubled


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("ready", "'ready'"),
        ([1, {"a": None}], "[1, {'a': None}]"),
        ({"type": "generator"}, "an object of type generator"),
        ([{"type": "State"}, {"type": "float", "text": "nan"}], "[<State>, nan]"),
        (["x" * 300], f"['{'x' * 198} ..."),
    ],
)
def test_a_value_is_shown_as_python_writes_it(value: Json, text: str) -> None:
    assert shown(value) == text


def test_the_same_items_in_any_order_are_fine() -> None:
    nothing_lost_or_doubled([["b", 1], 1, None], [1, None, ["b", 1]])


@pytest.mark.parametrize(
    ("got", "expected", "cause", "message"),
    [
        ([1], [1, 2], "lost-item", "2 got lost on the way."),
        ([], ["a", "b", "b"], "lost-item", "'a' and 'b' (2 times) got lost on the way."),
        ([], range(8), "lost-item", "0, 1, 2, 3, 4 and 3 more got lost on the way."),
        ([1, 1], [1], "duplicate-item", "1 came more often than it was given."),
        ([1, 1], [1, 2], "duplicate-item", "1 came more often than it was given. Missing: 2."),
        ([1, 9], [1], "wrong-value", "9 came, but nobody had given it."),
        ([9], [1], "wrong-value", "9 came, but nobody had given it. Missing: 1."),
        (3, [1], "wrong-value", "A list was expected, but 3 came back."),
        ([True], [1], "wrong-value", "True came, but nobody had given it. Missing: 1."),
    ],
)
def test_lost_doubled_and_strange_items_are_told_apart(
    got: object, expected: Any, cause: str, message: str
) -> None:
    with pytest.raises(Wrong) as caught:
        nothing_lost_or_doubled(got, expected)
    assert (caught.value.cause, str(caught.value)) == (cause, message)


@pytest.mark.parametrize(
    ("judgement", "wanted"),
    [
        (lambda: nothing_lost_or_doubled(None, [1]), "A list"),
        (lambda: fifo_per_producer(None), "A list"),
        (lambda: run(None).shaped(0, "f()"), "From f(), a whole number"),
        (lambda: shaped(None, [""], "g()"), "From g(), a list with a text for each item"),
    ],
)
def test_nothing_at_all_is_explained_and_has_a_question_of_its_own(
    judgement: Callable[[], None], wanted: str
) -> None:
    with pytest.raises(Wrong) as caught:
        judgement()
    assert str(caught.value) == (
        f"{wanted} was expected, but None came back: that is what a function without a return "
        "gives back."
    )
    assert caught.value.advice == (
        "Which line is to give the result back, and is it reached on every way?"
    )


# --- order


def test_each_producer_s_order_is_kept_and_producers_may_mix() -> None:
    fifo_per_producer([["a", 1], ["b", 1], ["a", 2], ["b", 7]])
    fifo_per_producer(["a1", "b1", "a2"], key=lambda item: (item[0], item[1]))


def test_an_item_before_its_predecessor_is_named() -> None:
    with pytest.raises(Wrong) as caught:
        fifo_per_producer([["a", 2], ["b", 1], ["a", 1]])
    assert caught.value.cause == "order-broken"
    assert str(caught.value) == "['a', 1] came after ['a', 2], but its producer made it before."


@pytest.mark.parametrize("items", [[5], [None], [["a"]], [["a", 1], ["a", "x"]], [[[], 1]]])
def test_an_item_that_is_none_is_wrong_and_no_fault_of_the_judgement(items: object) -> None:
    with pytest.raises(Wrong) as caught:
        fifo_per_producer(items)
    assert caught.value.cause == "wrong-value"


# --- what the kernel saw


def test_processes_are_told_without_services() -> None:
    tasks = (child(0, "main"), child(1, "a"), child(2, "Manager", service=True), child(3, "b"))
    seen = run(
        tasks=tasks,
        steps=steps(
            (0, 0, "started", "task:1"), (0, 0, "started", "task:3"), (1, 0, "joined", "task:3")
        ),
    )
    assert [task.name for task in seen.processes()] == ["a", "b"]
    assert seen.started() == ["a", "b"]
    assert seen.joined() == ["b"]


@pytest.mark.parametrize(("file", "joined"), [("work.py", ["a"]), ("checks.py", []), (None, ["a"])])
def test_that_a_scenario_finds_a_process_ended_is_no_waiting(
    file: str | None, joined: list[str]
) -> None:
    (step,) = steps((0, 0, "joined", "task:1"))
    site = None if file is None else Site(file, 7, "work")
    step = step._replace(events=(step.events[0]._replace(site=site),))
    assert run(tasks=(child(0, "main"), child(1, "a")), steps=(step,)).joined() == joined


def test_processes_overlap_only_if_they_share_virtual_time() -> None:
    tasks = (child(0, "main"), child(1, "a"), child(2, "b"))
    one, two = (0, 0, "started", "task:1"), (1, 1, "ended", None)
    serial = run(
        tasks=tasks, steps=steps(one, two, (1, 0, "started", "task:2"), (2, 2, "ended", None))
    )
    assert (serial.most_running(), serial.overlapped()) == (1, False)
    both = run(
        tasks=tasks, steps=steps(one, (0, 0, "started", "task:2"), two, (1, 2, "ended", None))
    )
    assert (both.most_running(), both.overlapped()) == (2, True)
    assert (run().most_running(), run().overlapped()) == (0, False)


def test_how_the_processes_stand_when_a_line_is_printed() -> None:
    tasks = (child(0, "main"), child(1, "anna"), child(2, "Manager", service=True))

    def option(task: int) -> Option:
        return Option(Pending(task, "x", None, "-", None, None))

    def step(number: int, *tasks: int, events: tuple[Event, ...]) -> Step:
        return Step(number, 0.0, tuple(map(option, tasks)), 0, events)

    started = Event("started", 0, "task:1", "anna")
    seen = run(
        tasks=tasks,
        steps=(
            step(0, 0, events=(Event("output", 0, None, "mark A\n"),)),
            step(1, 0, events=(started, Event("output", 0, None, "so\nmark B\n"))),
            step(2, 1, events=(Event("output", 1, None, "mark C\nmark B\n"),)),
        ),
    )
    assert seen.states(at="mark A") == {"main": "running"}
    assert seen.states(at="mark B") == {"main": "running", "anna": "ready"}
    assert seen.states(at="mark C") == {"main": "blocked", "anna": "running"}
    assert seen.states(at="mark") == {}


def test_a_pools_workers_are_among_the_processes_and_a_managers_server_is_not() -> None:
    tasks = (
        child(0, "main"),
        child(1, "ForkPoolWorker-1", service=True),
        child(2, "ForkPoolWorker-2", service=True),
        TaskRecord(3, "handler", "thread", 0, 0, True, True, None, "ended"),
        child(4, "SyncManager-4", service=True),
        child(5, "Manager-5"),
    )
    seen = run(
        tasks=tasks,
        steps=steps(
            (0, 0, "started", "task:1"),
            (0, 0, "started", "task:3"),
            (0, 0, "started", "task:4"),
            (0, 1, "ended", None),
            (0, 0, "started", "task:2"),
            (0, 0, "started", "task:5"),
            (0, 2, "ended", None),
        ),
    )
    assert (seen.most_processes(), run().most_processes()) == (2, 0)
    assert [task.number for task in seen.processes(pools=True)] == [1, 2, 5]


def test_the_most_holders_of_one_object_are_counted() -> None:
    objects = {
        "sem:1": ObjectRecord("sem:1", "semaphore", "room"),
        "sem:2": ObjectRecord("sem:2", "semaphore", "other"),
        "sem:3": ObjectRecord("sem:3", "lock", "inner", part_of="queue:1"),
    }
    seen = run(
        objects=objects,
        steps=steps(
            (0, 1, "acquired", "sem:1"),
            (0, 2, "acquired", "sem:1"),
            (0, 3, "acquired", "sem:2"),
            (0, 1, "released", "sem:1"),
            (0, 3, "acquired", "sem:1"),
            (0, 3, "acquired", "sem:3"),
        ),
    )
    assert seen.most_inside() == 2
    assert seen.most_inside("lock") == 1
    assert seen.used("semaphore")
    assert not seen.used("lock")


def asleep(number: int, time: float, task: int, function: str) -> Step:
    """Return the step with which a task goes on after a sleep in a function."""
    pending = Pending(task, "sleep", None, "-", None, Site("bar.py", 7, function), 1.0)
    return Step(number, time, (Option(pending, timer=True),), 0, ())


def test_who_sleeps_in_a_function_is_in_it() -> None:
    tasks = (child(0, "main"), child(1, "a"), child(2, "b"))
    came = steps((0, 1, "acquired", "sem:1"), (0, 2, "acquired", "sem:1"))
    rest = (asleep(2, 1, 1, "sing"), asleep(3, 2, 1, "pay"), asleep(4, 2, 2, "sing"))
    seen = run(tasks=tasks, steps=(*came, *rest))
    assert seen.stays("sing") == [
        Stay("a", 0, 2, 0, 1, 1, 1, 1.0),
        Stay("b", 1, 4, 0, 2, 2, 2, 1.0),
    ]
    assert seen.stays("pay") == [Stay("a", 2, 3, 1, 2, 1, 1, 1.0)]
    assert (seen.most_in("sing"), seen.most_in("pay"), seen.most_in("run")) == (2, 1, 0)


def test_one_who_leaves_with_the_step_with_which_another_comes_is_not_inside_with_it() -> None:
    came = steps((0, 1, "acquired", "sem:1"))
    after = steps((1, 2, "acquired", "sem:1"))[0]
    left = asleep(1, 1, 1, "sing")
    rest = (left, after._replace(number=2), asleep(3, 2, 2, "sing"))
    tasks = (child(0, "main"), child(1, "a"), child(2, "b"))
    assert run(tasks=tasks, steps=(*came, *rest)).most_in("sing") == 1


def test_sleeps_of_one_length_are_found_wherever_they_were_made() -> None:
    tasks = (child(0, "main"), child(1, "a"))
    nap = asleep(2, 3, 1, "")
    pending = nap.picked.pending._replace(site=None, timeout=2.0)
    nap = nap._replace(options=(Option(pending, timer=True),))
    seen = run(tasks=tasks, steps=(*steps((0, 1, "x", None)), asleep(1, 1, 1, "sing"), nap))
    assert seen.sleeps(2) == [Stay("a", 1, 2, 1, 3, 1, 1, 2.0)]
    assert [stay.until for stay in seen.sleeps(1)] == [1]
    assert seen.stays("sing", "pay") == seen.sleeps(1)


def test_events_are_told_by_the_names_of_tasks_and_objects() -> None:
    tasks = (
        child(0, "main"),
        child(1, "a"),
        TaskRecord(2, "t", "thread", 1, 1, *NO, None, "ended"),
    )
    objects = {"queue:1": ObjectRecord("queue:1", "queue", "orders")}
    seen = run(
        tasks=tasks,
        objects=objects,
        steps=steps(
            (0, 0, "sent", "queue:1"), (1.5, 2, "received", "queue:1"), (2, 1, "eof", "pipe:0a")
        ),
    )
    assert seen.events("received", "eof") == [
        EventSeen("received", "t", 2, 1, "orders", None, 1, 1.5),
        EventSeen("eof", "a", 1, 1, "pipe:0a", None, 2, 2),
    ]
    assert [event.kind for event in seen.events("sent", "received", task="main")] == ["sent"]
    assert [thread.name for thread in seen.threads()] == ["t"]


def test_pythons_own_threads_are_told_on_request() -> None:
    feeder = TaskRecord(1, "feeder", "thread", 0, 0, True, True, None, "ended")
    seen = run(tasks=(child(0, "main"), feeder))
    assert seen.threads() == []
    assert seen.threads(pools=True) == [feeder]


def test_a_step_tells_who_went_on_with_what() -> None:
    seen = run(
        tasks=(child(0, "main"), child(1, "a", service=True)),
        steps=(*steps((0, 0, "x", None)), asleep(1, 2.5, 1, "sing")),
    )
    slept = StepSeen("sleep", "a", 1, 1, True, 1, 2.5, "sing", 1.0, True)
    assert seen.steps("sleep") == [slept]
    assert seen.steps()[1:] == [slept]
    assert (seen.steps()[0].function, seen.steps()[0].seconds, seen.steps()[0].timed_out) == (
        "",
        None,
        False,
    )


def calling(number: int, op: str, method: str, *events: Event, **fields: Any) -> Step:
    """Return a step of a call of a queue's method by task 1, in line 7 of work.py."""
    site = Site(fields.pop("file", "work.py"), 7, "work")
    pending = Pending(1, op, fields.pop("obj", "sem:1"), "-", Call(method, "queue:1", ""), site)
    return Step(number, float(number), (Option(pending._replace(**fields)),), 0, events)


def test_a_call_tells_whether_it_waits_and_whether_an_item_came_of_it() -> None:
    came = Event("received", 1, "queue:1")
    seen = run(
        tasks=(child(0, "main"), child(1, "a")),
        objects={"queue:1": ObjectRecord("queue:1", "queue", "orders", limit=3)},
        steps=(
            calling(0, "acquire", "Queue.get"),
            calling(1, "recv", "Queue.get", came, obj="pipe:1"),
            calling(2, "acquire", "Queue.put", timeout=0, file="checks.py"),
            calling(3, "try-acquire", "Queue.get_nowait"),
        ),
    )
    shared = ("a", 1, 1)
    assert seen.calls("Queue.get", "Queue.put", "Queue.get_nowait") == [
        CallSeen(*shared, "Queue.get", "orders", 3, 0, 0.0, 7, False, True, True),
        CallSeen(*shared, "Queue.put", "orders", 3, 2, 2.0, 7, True, False, False),
        CallSeen(*shared, "Queue.get_nowait", "orders", 3, 3, 3.0, 7, False, False, False),
    ]
    assert seen.calls("Queue.get", task="main") == []


def test_a_run_is_on_time_if_no_timer_is_over_while_somebody_could_go_on() -> None:
    waits = asleep(0, 1, 1, "sing")
    ready = Option(Pending(0, "x", None, "-", None, None))
    assert run(steps=(waits,)).on_time
    assert not run(steps=(waits._replace(options=(waits.options[0], ready)),)).on_time
    assert run(steps=(waits._replace(options=(waits.options[0], ready), choice=1),)).on_time


# --- what a teacher may not write


@scenario
def play(student: Any) -> None: ...


@scenario(clock="patient")
def patient(student: Any) -> None: ...


def declare(**options: Any) -> Any:
    def test_it(run: Run) -> None:
        "It works."

    return check(options.pop("on", play), **options)(test_it)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"points": -1}, "check test_it: points=-1, but it must be 0 or more"),
        (
            {"clock": "hostile", "on": patient},
            "check test_it: clock='hostile', but its scenario is run with patient alone, so no run "
            "would be judged",
        ),
        (
            {"clock": "happy"},
            "check test_it: clock='happy', but its scenario is run with patient and hostile alone, "
            "so no run would be judged",
        ),
        ({"cause": "bad-luck"}, "check test_it: cause='bad-luck' is not in the list of causes"),
        (
            {"on": 3},
            "check test_it: its first argument must be a function under @scenario, and not 3",
        ),
        ({"requires": 3}, "check test_it: requires= must be another check of this file"),
        ({"bonus": 5}, "check test_it: bonus=5 is neither True nor False"),
    ],
)
def test_a_check_that_makes_no_sense_is_refused(options: dict[str, Any], message: str) -> None:
    with pytest.raises(CheckError) as caught:
        declare(**options)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"schedules": 0}, "scenario play: schedules=0, but it must be 1 or more"),
        ({"switch_at": "words"}, "scenario play: switch_at='words' is none of auto, calls, lines"),
        (
            {"start_method": "thread"},
            "scenario play: start_method='thread' is none of fork, spawn, forkserver",
        ),
        ({"cores": 0}, "scenario play: cores=0, but it must be 1 or more"),
        ({"clock": "happy"}, "scenario play: clock='happy' is none of patient, hostile"),
        (
            {"files": ("../up",)},
            "scenario play: files= can't be used: '../up' is no name in its folder",
        ),
        (
            {"files": "logs"},
            "scenario play: files= can't be used: 'logs' is one text, but it must be a dict or a "
            "tuple of names",
        ),
        (
            {"files": ("logs",)},
            "scenario play: files= can't be used: 'logs' is no file and no folder with files in "
            f"{Path(__file__).parent}",
        ),
        (
            {"files": {"big": bytes(1 << 20), "more": b"x"}},
            "scenario play: files= can't be used: 1048577 bytes in all are too many: 1048576 is "
            "the limit",
        ),
        (
            {"files": {"../up": b""}},
            "scenario play: files= can't be used: '../up' is no name in its folder",
        ),
    ],
)
def test_a_scenario_that_makes_no_sense_is_refused(options: Any, message: str) -> None:
    with pytest.raises(CheckError) as caught:
        scenario(**options)(play.function)
    assert str(caught.value) == message


def test_given_functions_say_so_in_their_docstring() -> None:
    text = (
        "def charge(card):\n    'Given: take the money.'\n"
        "def clerk(cards):\n    'Given cards, it charges them.'\n"
        "def helper(): ...\n"
    )
    written = parsed(SourceText("lock.py", text))
    assert written is not None
    assert written.given == {"charge"}
    assert parsed(SourceText("lock.py", "def (")) is None


def test_files_beside_the_checks_are_given_to_the_program(tmp_path: Path) -> None:
    (tmp_path / "logs" / "old").mkdir(parents=True)
    for name in ("logs/b.log", "logs/old/a.log", "logs/.hidden", "one.txt", "not_named.txt"):
        (tmp_path / name).write_bytes(name.encode())
    checks = HEAD.replace("@scenario", "@scenario(files=('logs', 'one.txt'))")
    checks += "@check(play)\ndef test_a(run):\n    'A.'\n"
    (tmp_path / "checks.py").write_text(checks)
    (found,) = load_checks(tmp_path / "checks.py").checks
    assert found.scenario.files == {
        "logs/b.log": b"logs/b.log",
        "logs/old/a.log": b"logs/old/a.log",
        "one.txt": b"one.txt",
    }


HEAD = "from grader import Run, check, scenario\n@scenario\ndef play(student): ...\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x = 1\n", "{path} has no checks: a check is a function under @check(...)"),
        ("x = \n", "{path}:1: syntax error: invalid syntax"),
        (
            HEAD + "@check(play)\ndef test_a(run): ...\n",
            "{path}:4: check test_a has no docstring: write there the sentence that a student "
            "reads",
        ),
        (
            HEAD + "@check(play)\ndef works(run):\n    'It works.'\n",
            "{path}:4: check works: its name must begin with test_, as pytest's tests do",
        ),
        (
            HEAD + "@check(scenario(lambda s: 1))\ndef test_a(run):\n    'It works.'\n",
            "{path}:4: the scenario of test_a must be a function at the top level of this file, "
            "and keep its name",
        ),
        (HEAD + "1 / 0\n", "{path}:4: ZeroDivisionError: division by zero"),
    ],
)
def test_a_checks_file_that_cannot_be_used_says_where_and_why(
    tmp_path: Path, text: str, message: str
) -> None:
    path = tmp_path / "checks.py"
    path.write_text(text)
    with pytest.raises(CheckError) as caught:
        load_checks(path)
    assert str(caught.value) == message.format(path=path)


# --- a sentence and its hints


def test_hints_stand_below_the_sentence_each_from_its_first_line_to_the_next_hint() -> None:
    found = read_sentence(
        """Nobody sells
        a ticket twice.

        Hint: What is between
            looking and selling?
        Hint: See `with lock:`, in
        Python's documentation.
        """
    )
    assert found == (
        "Nobody sells a ticket twice.",
        (
            "What is between looking and selling?",
            "See `with lock:`, in Python's documentation.",
        ),
    )
    assert read_sentence("It works. Hint: none.") == ("It works. Hint: none.", ())


@pytest.mark.parametrize(
    ("docstring", "message"),
    [
        (None, "has no docstring: write there the sentence that a student reads"),
        ("Hint: Look.", "has no docstring: write there the sentence that a student reads"),
        ("A.\n\nHint:\n", "has a hint that says nothing: what is it to say after 'Hint:'?"),
        (
            "A.\n\nHints: Look.\n",
            "has 'Hints:' in its docstring: a hint begins with 'Hint:', at the beginning of a line",
        ),
        (
            "A.\n\nHint: Look.\n  hint : there.\n",
            "has 'hint :' in its docstring: a hint begins with 'Hint:', at the beginning of a line",
        ),
    ],
)
def test_a_sentence_or_a_hint_that_is_none_is_refused(docstring: str, message: str) -> None:
    with pytest.raises(ValueError, match=rf"^{re.escape(message)}$"):
        read_sentence(docstring)


# --- what is expected


def test_what_holds_says_nothing_and_what_does_not_is_wrong_with_its_cause_and_advice() -> None:
    expect([1], "never told")
    with pytest.raises(Wrong) as caught:
        expect([], "None was sold.", cause="lost-item", advice="Who sells?")
    assert (str(caught.value), caught.value.cause, caught.value.advice) == (
        "None was sold.",
        "lost-item",
        "Who sells?",
    )


def test_a_story_is_told_after_what_is_lost_or_doubled() -> None:
    with pytest.raises(Wrong, match=r"^1 got lost on the way\. So it was\.$"):
        nothing_lost_or_doubled([], [1], "So it was.")
    with pytest.raises(Wrong, match=r"^1 came more often than it was given\. So it was\.$"):
        nothing_lost_or_doubled([1, 1], [1], "So it was.")
    with pytest.raises(Wrong, match=r"^2 came, but nobody had given it\. So it was\.$"):
        nothing_lost_or_doubled([1, 2], [1], "So it was.")


def test_only_runs_under_the_clock_of_a_check_are_judged_and_faults_fail_it_under_both() -> None:
    @check(play, clock="patient")
    def test_quick(run: Run) -> None:
        "It is quick."
        expect(run.time < 1, f"It took {run.time:g} under a {run.clock} clock.")

    slow = Trace("returned", None, None, (), (), time=5.0)
    judged = judge(test_quick, slow)
    assert judged is not None
    assert judged.wrong == "It took 5 under a patient clock."
    assert judge(test_quick, replace(slow, clock="hostile")) is None
    assert judge(test_quick, replace(slow, clock="hostile", status="deadlock")) is not None


def test_a_judgement_that_raises_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "checks.py"
    path.write_text(HEAD + "@check(play)\ndef test_a(run):\n    'A.'\n    run.value['left']\n")
    (check,) = load_checks(path).checks
    with pytest.raises(Unsure) as caught:
        judge(check, run(3).trace)
    assert str(caught.value) == (
        "The check itself broke: test_a failed in line 7 of checks.py with TypeError: 'int' object "
        "is not subscriptable. This is the fault of the checks, and not the submission's."
    )


def test_processes_are_run_for_a_scenario_alone() -> None:
    with pytest.raises(CheckError) as caught:
        run_processes({})
    assert str(caught.value) == (
        "run_processes() is for scenarios, which run in the sandbox: here is none"
    )


# --- what a run must have done


def made(processes: int) -> Check:
    """Return a check that likes any value of a scenario with so many processes."""

    @scenario(processes=processes)
    def two_clerks(student: Any) -> Any: ...

    @check(two_clerks)
    def test_anything(run: Run) -> None:
        "Anything is right."

    return test_anything


def test_a_right_value_passes_only_with_the_processes_that_were_to_bring_it_about() -> None:
    main = TaskRecord(0, "main", "process", 0, None, False, False, None, "ended")
    worker = child(1, "worker", service=True)  # a pool's
    one = Trace("returned", 1, None, steps=(), tasks=(main, worker))
    assert judge(made(0), one) is None
    assert judge(made(1), one) is None
    problem = judge(made(2), one)
    assert problem is not None
    assert (problem.wrong, problem.cause, problem.advice) == (
        "What came back is as it should be, but processes were to bring it about: at least 2 of "
        "them, and 1 came to be.",
        "not-concurrent",
        "Which line of yours starts a process, and how often does the program come there?",
    )
    with pytest.raises(CheckError, match=r"^scenario two_clerks: processes=-1, but it must be 0"):
        made(-1)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("raise SystemExit('done')", "SystemExit: done"),
        ("exit(3)", "SystemExit: 3"),
        ("1 / 0", "ZeroDivisionError: division by zero"),
    ],
)
def test_a_checks_file_that_ends_itself_is_told_with_its_line(
    tmp_path: Path, line: str, said: str
) -> None:
    path = tmp_path / "checks.py"
    path.write_text(f"import sys\n\n{line}\n")
    with pytest.raises(CheckError) as caught:
        load_checks(path)
    assert str(caught.value) == f"{path}:3: {said}"

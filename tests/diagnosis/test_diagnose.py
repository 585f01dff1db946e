"""What counts as wrong, which cause is told, and how the story reads: on traces made by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader.diagnosis import diagnose, is_faulty
from grader.model.causes import CAUSES, Cause
from grader.model.finding import Finding
from grader.model.source import Layout
from grader.model.trace import Failure, Json, Site, Trace
from tests.diagnosis.build import Building


def finding(trace: Trace, **more: object) -> Finding:
    found = diagnose(trace, replay="K3:0-1", schedule=7, **more)  # type: ignore[arg-type]  # passed on as given
    assert found is not None, "nothing was found"
    return found


def quiet(value: Json = 1) -> Trace:
    run = Building()
    run.does(run.main, 3, "output", None, "hello")
    run.ends(run.main)
    return run.trace("returned", value)


def lost_update(*, lines: tuple[int, int] = (8, 8)) -> Trace:
    """Two clerks read 0 at the first line, and both write 1 at the second."""
    run = Building()
    ann, tom = run.task("Ann"), run.task("Tom")
    sold = run.thing("value", "sold")
    run.does(ann, lines[0], "read", sold, 0)
    run.does(tom, lines[0], "read", sold, 0)
    run.does(tom, lines[1], "wrote", sold, 1)
    run.does(ann, lines[1], "wrote", sold, 1)
    run.does(run.main, 20, "read", sold, 1)
    for task in (run.main, ann, tom):
        run.ends(task)
    return run.trace("returned", 1)


# --- what is wrong at all


def test_a_quiet_run_is_right() -> None:
    assert not is_faulty(quiet())
    assert diagnose(quiet(), replay="", schedule=1) is None


def test_the_expected_value_is_right() -> None:
    assert diagnose(quiet(2), replay="", schedule=1, expected="2") is None


@pytest.mark.parametrize("expected", ["true", "1.0", '"1"', "[1]"])
def test_another_type_is_another_value(expected: str) -> None:
    assert finding(quiet(1), expected=expected).kind == "value"


def test_an_expectation_that_is_no_json_is_refused() -> None:
    with pytest.raises(ValueError, match="Expecting value"):
        diagnose(quiet(), replay="", schedule=1, expected="one")


@pytest.mark.parametrize(
    ("trace", "kind", "cause"),
    [
        (replace(quiet(), status="deadlock"), "deadlock", "deadlock"),
        (replace(quiet(), status="stuck", limit="steps"), "stuck", "busy-wait"),
        (replace(quiet(), status="stuck", hung="burning"), "stuck", "hung-outside-control"),
        (replace(quiet(), status="crashed", limit="memory"), "crash", "resource-limit"),
        (
            replace(quiet(), status="raised", failure=Failure("KeyError", "3")),
            "crash",
            "exception",
        ),
        (
            replace(
                quiet(),
                status="crashed",
                failure=Failure("tampering", "it told its result twice"),
            ),
            "crash",
            "tampering",
        ),
        (
            replace(quiet(), status="raised", failure=Failure("NotImplementedError", "TODO")),
            "crash",
            "not-done",
        ),
        (
            replace(quiet(), status="raised", failure=Failure("SyntaxError", "expected ':'")),
            "crash",
            "import-error",
        ),
        (replace(quiet(), orphans=(0,)), "crash", "orphan"),
    ],
)
def test_a_run_that_did_not_end_as_it_should_is_faulty(trace: Trace, kind: str, cause: str) -> None:
    assert is_faulty(trace)
    found = finding(trace)
    assert (found.kind, found.cause) == (kind, cause)
    assert (found.replay, found.schedule) == ("K3:0-1", 7)
    assert found.message.splitlines()[-1] == f"  {found.advice}"


@pytest.mark.parametrize("collected", [True, False])
def test_a_swallowed_exception_is_a_fault_until_somebody_asks(collected: bool) -> None:
    run = Building()
    error = {"type": "ValueError", "message": "no", "traceback": [], "where": "pool"}
    run.does(run.main, 4, "swallowed", "result:1", error)
    if collected:
        run.does(run.main, 6, "collected", "result:1")
    assert is_faulty(run.trace("returned", 1)) is not collected


@pytest.mark.parametrize(("limit", "faulty"), [(2, True), (0, False), (3, False)])
def test_a_semaphore_may_not_have_more_places_than_it_began_with(limit: int, faulty: bool) -> None:
    run = Building()
    run.thing("semaphore", "room", limit=limit, value=3)
    assert is_faulty(run.trace("returned", 1)) is faulty


# --- what a judgement says


def test_a_judgement_names_the_cause_where_the_trace_shows_nothing() -> None:
    found = finding(quiet(), wrong="The clerks ran one after the other.", cause="not-concurrent")
    assert found.cause == "not-concurrent"
    assert found.message == (
        "Wrong result after 1 step: The clerks ran one after the other.\n"
        "  Mark where each one starts and where somebody waits for it: do they overlap?"
    )


def test_a_judgement_asks_its_own_question_where_the_trace_shows_nothing_more_exact() -> None:
    asked = {"wrong": "Nobody has waited.", "advice": "Who is to wait here?"}
    assert finding(quiet(), **asked).message == (
        "Wrong result after 1 step: Nobody has waited.\n  Who is to wait here?"
    )
    assert finding(quiet(), cause="order-broken", **asked).advice == "Who is to wait here?"
    assert finding(lost_update(), **asked).advice == CAUSES["lost-update"].advice
    hangs = Building().trace("stuck")
    assert finding(hangs, cause="busy-wait", **asked).advice == CAUSES["busy-wait"].advice


def test_without_any_cause_the_value_is_wrong() -> None:
    found = finding(quiet(), wrong="assert 1 == 2\n +  where 1 = run.value")
    assert found.cause == "wrong-value"
    assert found.message.splitlines()[0] == "Wrong result after 1 step: assert 1 == 2"


@pytest.mark.parametrize(
    ("named", "told"),
    [
        ("check-then-act", "lost-update"),  # seen from nearer
        ("lost-item", "lost-update"),
        ("wrong-value", "lost-update"),
        ("order-broken", "order-broken"),  # something else
        ("not-concurrent", "not-concurrent"),
        ("too-many-inside", "lost-update"),
    ],
)
def test_the_trace_refines_a_named_cause_only_within_its_family(named: Cause, told: str) -> None:
    assert finding(lost_update(), wrong="Sold 1, not 2.", cause=named).cause == told


def test_a_crash_goes_before_a_judgement_and_keeps_its_words() -> None:
    trace = replace(quiet(), status="raised", failure=Failure("KeyError", "3"))
    found = finding(trace, wrong="No ticket was sold.", cause="lost-update")
    assert (found.kind, found.cause) == ("crash", "exception")
    assert "No ticket was sold." in found.message


# --- values


def test_a_lost_update_is_told_with_the_values() -> None:
    found = finding(lost_update(), expected="2")
    assert found.message == (
        "Wrong result after 5 steps: 1, expected was 2.\n"
        "  Ann  line 8  reads 0 from sold\n"
        "  Tom  line 8  reads 0 from sold\n"
        "  Tom  line 8  writes 1 to sold\n"
        "  Ann  line 8  writes 1 to sold\n"
        "  Tom changed sold after Ann had read 0 and before Ann wrote it back. Ann's value was "
        "made from the old one, so Tom's change is lost.\n"
        "  Reading, changing and writing back belong together: what could keep others out?"
    )
    assert [(m.step, m.task, m.line, m.label) for m in found.marks] == [
        (0, 1, 8, "reads 0"),
        (2, 2, 8, "writes 1"),
        (3, 1, 8, "writes 1"),
    ]


def test_reading_and_writing_at_two_lines_is_a_lost_update_too() -> None:
    assert finding(lost_update(lines=(8, 9)), expected="2").cause == "lost-update"


def test_a_look_at_another_line_makes_it_check_then_act() -> None:
    run = Building()
    ann, tom = run.task("Ann"), run.task("Tom")
    sold = run.thing("value", "stock")
    for task in (ann, tom):
        run.does(task, 5, "read", sold, 1)
    for task, value in ((ann, 1), (tom, 0)):
        run.does(task, 7, "read", sold, value)
        run.does(task, 7, "wrote", sold, value - 1)
    assert finding(run.trace("returned", -1), expected="0").cause == "check-then-act"


def test_what_lets_one_in_and_is_set_at_another_line_is_check_then_act() -> None:
    trace = lost_update(lines=(8, 9))
    found = finding(trace, wrong="Ann and Tom were inside.", cause="too-many-inside")
    assert found.cause == "check-then-act"
    assert (
        "Ann looked at sold at line 8 and acted on what it had seen at line 9. In between Tom "
        "changed sold, so what Ann had seen was no longer true."
    ) in found.message


@pytest.mark.parametrize(("guards", "cause"), [(True, "over-released"), (False, "wrong-value")])
def test_a_semaphore_that_counts_may_be_given_back_by_anybody(guards: bool, cause: Cause) -> None:
    run = Building()
    ann, tom = run.task("Ann"), run.task("Tom")
    places = run.thing("semaphore", "places", limit=1, value=1)
    if guards:  # who takes it gives it back, as a rule
        run.does(ann, 4, "acquired", places, 0)
        run.does(ann, 5, "released", places, 1)
    run.does(ann, 7, "acquired", places, 0)
    run.does(tom, 8, "released-by-other", places, 1)
    assert finding(run.trace("returned"), wrong="One was too early.").cause == cause


@pytest.mark.parametrize(
    ("names", "cause"),
    [(("forks[0]", "forks[1]"), "too-many-inside"), (("fork", "fork"), "not-shared")],
)
def test_several_locks_of_one_list_are_meant_to_be_several(
    names: tuple[str, str], cause: Cause
) -> None:
    run = Building()
    for name in names:
        fork = run.thing("lock", name)
        run.things[fork] = replace(run.things[fork], creator=0, site=Site("shop.py", 3, "lay"))
        run.does(run.task(f"eater of {fork}"), 8, "acquired", fork)
    found = finding(run.trace("returned"), wrong="Both ate.", cause="too-many-inside")
    assert found.cause == cause


def test_a_change_that_came_after_the_last_look_is_not_blamed() -> None:
    trace = lost_update()
    early = replace(trace, steps=(trace.steps[4], *trace.steps[:4]))
    renumbered = tuple(step._replace(number=i) for i, step in enumerate(early.steps))
    read_first = replace(early, steps=renumbered)
    assert finding(read_first, expected="2").cause == "read-too-early"
    refined = finding(read_first, wrong="It is 0.", cause="not-shared")
    assert refined.cause == "read-too-early", "it is shared, and was looked at before it was there"


HALF = """Wrong result after 6 steps: The visitor counted 0.
  keeper   line 5  writes 0 to tanks[0]
  visitor  line 9  reads 0 from tanks[0]
  visitor  line 9  reads 0 from tanks[1]
  keeper   line 6  writes 1 to tanks[1]
  visitor looked at tanks[0] after keeper changed it at line 5, and at tanks[1] before keeper \
changed it at line 6. So it saw one of two changes without the other.
  Which changes belong together, and which looks? What could keep the one out of the other?"""


@pytest.mark.parametrize(
    ("order", "cells", "half"),
    [
        ("w0 r0 r1 w1", "two", True),
        ("r0 w0 w1 r1", "two", True),
        ("w0 r w1", "all at once", True),
        ("w0 w1 r0 r1", "two", False),
        ("r0 r1 w0 w1", "two", False),
        ("r0 r1 w0 w1 r0 r1", "two", False),
        ("r w0 w1 r", "all at once", False),
    ],
)
def test_a_look_between_two_changes_is_told_with_both(order: str, cells: str, half: bool) -> None:
    run = Building()
    keeper, visitor = run.task("keeper"), run.task("visitor")
    tanks = run.thing("array", "tanks")
    for word in order.split():
        cell = f"{tanks}[{word[1]}]" if len(word) > 1 else tanks
        if word[0] == "w":
            run.does(keeper, 5 + int(word[1]), "wrote", cell, int(word[1]))
        else:
            run.does(visitor, 9, "read", cell, 0)
    for child in (keeper, visitor):
        run.does(run.main, 20, "joined", f"task:{child}")
    found = finding(
        run.trace("returned", 0), wrong="The visitor counted 0.", cause="read-too-early"
    )
    assert found.cause == "read-too-early"
    assert ("So it saw one of two changes without the other." in found.message) is half
    if order == "w0 r0 r1 w1":
        assert found.message == HALF


def test_another_schedule_with_another_value_is_enough() -> None:
    found = finding(quiet(1), siblings=[quiet(1), quiet(2)])
    assert found.message.splitlines()[0] == (
        "The result depends on the schedule: 1 here, after 1 step, and 2 in another."
    )


@pytest.mark.parametrize(
    ("value", "expected", "cause"),
    [
        ([2, 1], "[1, 2]", "order-broken"),
        ([1], "[1, 2]", "lost-item"),
        ([1, 1, 2], "[1, 2]", "duplicate-item"),
        ([1, 3], "[1, 2]", "wrong-value"),
        (3, "[3]", "wrong-value"),
    ],
)
def test_lists_show_what_became_of_the_items(value: Json, expected: str, cause: str) -> None:
    assert finding(quiet(value), expected=expected).cause == cause


def test_a_time_out_that_was_over_early_explains_only_what_nothing_else_does() -> None:
    run = Building(clock="hostile")
    run.task("cook")
    run.does(run.main, 9, "sleep", call="sleep", text="sleep(2)", timer=True)
    found = finding(run.trace("returned", 0), expected="1")
    assert found.cause == "sleep-as-synchronisation"
    assert "main relied on sleep(2) (line 9) being long enough." in found.message
    patient = replace(run.trace("returned", 0), clock="patient")
    assert finding(patient, expected="1").cause == "wrong-value"


def test_nobody_relies_on_a_time_out_of_the_checks_own_scenario() -> None:
    run = Building(clock="hostile")
    run.task("cook")
    run.does(run.main, 9, "sleep", call="sleep", text="sleep(2)", timer=True, file="checks.py")
    found = finding(run.trace("returned", 0), expected="1", layout=Layout("shop.py"))
    assert found.cause == "wrong-value"


def test_nobody_relies_on_how_long_a_given_function_takes() -> None:
    run = Building(clock="hostile")
    run.task("cook")
    run.does(run.main, 9, "sleep", call="sleep", text="sleep(2)", timer=True)  # in work()
    trace = run.trace("returned", 0)
    assert finding(trace, expected="1", given=frozenset({"work"})).cause == "wrong-value"
    assert finding(trace, expected="1", given=frozenset({"rest"})).cause != "wrong-value"


@pytest.mark.parametrize(("line", "cause"), [(8, "wrong-value"), (10, "sleep-as-synchronisation")])
def test_nobody_relies_on_a_sleep_after_which_it_looks_again(line: int, cause: str) -> None:
    """Looks at line 8, sleeps at line 9, and then looks in the same place, or goes on."""
    run = Building(clock="hostile")
    run.task("cook")
    ready = run.thing("value", "ready")
    run.does(run.main, 8, "read", ready, 0)
    run.does(run.main, 9, "sleep", call="sleep", text="sleep(2)", timer=True)
    run.does(run.main, line, "read", ready, 0)
    assert finding(run.trace("returned", 0), expected="1").cause == cause


# --- deadlocks


def two_accounts() -> Building:
    run = Building()
    ann, tom = run.task("clerk-1"), run.task("clerk-2")
    first, second = run.thing("lock", "accounts[0]"), run.thing("lock", "accounts[1]")
    run.does(ann, 11, "acquired", first, 0)
    run.does(tom, 11, "acquired", second, 0)
    run.holds(ann, first)
    run.holds(tom, second)
    run.waits(ann, 12, "SemLock.__enter__", second)
    run.waits(tom, 12, "SemLock.__enter__", first)
    run.joins(run.main, 20, ann)
    return run


@pytest.mark.parametrize(("choice", "cause"), [(1, "lost-update"), (0, "semaphore-exhausted")])
def test_a_lost_update_explains_a_deadlock_only_in_a_schedule_that_was_looked_for(
    choice: int, cause: Cause
) -> None:
    run = Building()
    first, second = run.task("runner-1"), run.task("runner-2")
    arrived, start = run.thing("value", "arrived"), run.thing("semaphore", "start", limit=0)
    for kind, value in (("read", 0), ("wrote", 1)):
        for task in (first, second):
            run.does(task, 8, kind, arrived, value)
    for task in (first, second):
        run.waits(task, 10, "SemLock.acquire", start)
    trace = run.trace("deadlock")
    step = trace.steps[0]
    step = step._replace(options=step.options * 2, choice=choice)
    assert finding(replace(trace, steps=(step, *trace.steps[1:]))).cause == cause


def test_a_cycle_is_told_as_in_the_design() -> None:
    found = finding(two_accounts().trace("deadlock"))
    assert found.message == (
        "Deadlock after 2 steps.\n"
        "  clerk-1  line 12  holds  accounts[0]  waits for accounts[1]\n"
        "  clerk-2  line 12  holds  accounts[1]  waits for accounts[0]\n"
        "  Both take their second lock while they hold the first, so nobody can go on.\n"
        "  Take locks in one agreed order."
    )
    assert [(t.name, t.state, t.line, t.holds, t.waits_for) for t in found.tasks] == [
        ("main", "blocked", 20, (), "clerk-1 to end"),
        ("clerk-1", "blocked", 12, ("accounts[0]",), "accounts[1]"),
        ("clerk-2", "blocked", 12, ("accounts[1]",), "accounts[0]"),
    ]


def test_a_holder_that_was_killed_is_no_cycle() -> None:
    run = two_accounts()
    run.does(run.main, 18, "killed", "task:1", 15)
    run.ends(1, -15)
    found = finding(run.trace("deadlock"))
    assert found.cause == "lock-never-released"
    assert (
        "clerk-1 took accounts[0] at line 11 and died (it was ended by main at line 18)"
        in found.message
    )


def test_equal_names_are_told_apart() -> None:
    run = two_accounts()
    run.tasks[2] = replace(run.tasks[2], name="clerk-1")
    key = list(run.things)[1]
    run.things[key] = replace(run.things[key], name="accounts[0]")
    table = finding(run.trace("deadlock")).message.splitlines()[1:3]
    assert table == [
        "  clerk-1 (task 1)  line 12  holds  accounts[0] (no. 1)  waits for accounts[0] (no. 2)",
        "  clerk-1 (task 2)  line 12  holds  accounts[0] (no. 2)  waits for accounts[0] (no. 1)",
    ]


def test_a_line_of_another_file_is_told_with_its_file() -> None:
    run = two_accounts()
    pending = run.tasks[1].pending
    assert pending is not None
    moved = pending._replace(site=Site("checks.py", 5, "helper"))
    run.tasks[1] = replace(run.tasks[1], pending=moved)
    assert "clerk-1  checks.py line 5  holds" in finding(run.trace("deadlock")).message


def test_lines_of_the_submission_need_no_file_wherever_most_happened() -> None:
    run = two_accounts()
    for _ in range(20):
        run.does(run.main, 3, "output", None, "x", file="checks.py")
    found = finding(run.trace("deadlock"), layout=Layout("shop.py"))
    assert "clerk-1  line 12  holds" in found.message


def test_a_crowd_is_cut_short() -> None:
    run = Building()
    green = run.thing("event", "green")
    for number in range(12):
        run.waits(run.task(f"car-{number}"), 7, "Event.wait", green, "acquire")
    lines = finding(run.trace("deadlock")).message.splitlines()
    assert lines[8:11] == [
        "  car-7  line 7  waits for green to be set",
        "  and 4 more",
        "  car-0, car-1, car-2, car-3 and 8 more wait for green at line 7, and nobody is left "
        "to set it.",
    ]


def test_a_reader_with_its_sending_end_elsewhere_waits_for_a_producer() -> None:
    run = Building()
    child = run.task("child")
    run.waits(child, 4, "_ConnectionBase.recv", "pipe:1a", "readable")
    run.joins(run.main, 9, child)
    assert finding(run.trace("deadlock")).cause == "no-more-producers"


def test_a_wait_that_nothing_explains_is_called_a_deadlock() -> None:
    run = Building()
    run.waits(run.main, 4, "strange", "other:1", "wait")
    found = finding(run.trace("deadlock"))
    assert found.cause == "deadlock"
    assert "main  line 4  waits for strange" in found.message


# --- more inside than allowed


def karaoke(*shared: bool) -> Trace:
    """Three guests each take a place of the room's keys, or of keys of their own."""
    run = Building()
    for number, is_shared in enumerate(shared):
        guest = run.task(f"guest-{number}")
        key = run.thing("semaphore", "keys", limit=2, value=2)
        made = Site("shop.py", 8, "open_bar")
        run.things[key] = replace(run.things[key], site=made)
        taken = next(iter(run.things)) if is_shared else key
        run.does(guest, 4, "acquired", taken, 1)
        run.does(guest, 4, "released", taken, 2)
        run.ends(guest)
    run.ends(run.main)
    return run.trace("returned", 1)


def test_a_semaphore_for_each_process_is_told_as_not_shared() -> None:
    found = finding(karaoke(False, False, False), wrong="3 sang.", cause="too-many-inside")
    assert found.cause == "not-shared"
    assert found.message == (
        "Wrong result after 6 steps: 3 sang.\n"
        "  guest-0, guest-1 and guest-2 each took another semaphore: 3 of them were made at line "
        "8, and each knows only of the one process that uses it. So none of them ever kept "
        "anybody out.\n"
        "  Which things are copied into a process, and which exist for all of them?"
    )


def test_a_semaphore_that_two_processes_use_is_shared() -> None:
    found = finding(karaoke(True, True, True), wrong="3 sang.", cause="too-many-inside")
    assert found.cause == "too-many-inside"


def guests_who_give_back(*kinds: str, value: int) -> Trace:
    """A guest takes and gives places of a semaphore of one; ``value`` is left in the end."""
    run = Building()
    guest = run.task("guest")
    keys = run.thing("semaphore", "keys", limit=1, value=value)
    free = 1
    for line, kind in enumerate(kinds, start=5):
        if kind == "refused":
            run.does(guest, line, "timeout", keys, call="SemLock.acquire", text="keys.acquire()")
            continue
        free += 1 if kind == "released" else -1
        run.does(guest, line, kind, keys, free)
    for task in (run.main, guest):
        run.ends(task)
    return run.trace("returned", 1)


@pytest.mark.parametrize(
    ("kinds", "why"),
    [
        (
            ("acquired", "released", "released"),
            "it was acquired once and released twice. guest gave back a place at line 7 that it "
            "did not have: it had released that place at line 6 already.",
        ),
        (
            ("refused", "released"),
            "it was acquired never and released once. guest gave back a place at line 6 that it "
            "did not have: keys.acquire() at line 5 had got none.",
        ),
        (
            ("released",),
            "it was acquired never and released once. guest gave back a place at line 5 that it "
            "did not have: it had taken none.",
        ),
    ],
)
def test_the_release_without_an_acquire_is_pointed_at(kinds: tuple[str, ...], why: str) -> None:
    found = finding(guests_who_give_back(*kinds, value=2))
    assert found.cause == "over-released"
    assert f"  keys was made with 1 place and has 2 in the end: {why} More can be" in found.message


def test_a_release_before_its_acquire_is_told_only_where_something_went_wrong() -> None:
    trace = guests_who_give_back("released", "acquired", value=1)
    assert not is_faulty(trace)
    found = finding(trace, wrong="2 sang.", cause="too-many-inside")
    assert found.cause == "over-released"
    assert "guest released keys at line 5 before that place was taken" in found.message


# --- crashes


def test_a_failed_child_is_named_with_its_line() -> None:
    run = Building()
    child = run.task("clerk-1")
    failure = Failure("ValueError", "bad amount\nmore", (Site("shop.py", 14, "sell"),))
    run.ends(child, 1, failure)
    run.ends(run.main)
    found = finding(run.trace("crashed", failure=failure))
    assert found.message == (
        "clerk-1 failed with ValueError: bad amount\n"
        "  clerk-1  line 14  in sell\n"
        "  clerk-1 is a process of its own: its error ended clerk-1 alone, and all that the "
        "others can see of it is an exit code (1).\n"
        "  Repair the line first. Then ask how the others could learn that a child has failed."
    )


def test_a_missing_main_guard_is_recognised() -> None:
    run = Building()
    text = "An attempt has been made to start a new process before ... its bootstrapping phase."
    run.ends(run.task("work-1"), 1, Failure("RuntimeError", text))
    run.ends(run.main)
    found = finding(run.trace("crashed"))
    assert found.advice == "Which lines should run only where the file is the program itself?"


# --- what comes from the sandbox may have any shape


@pytest.mark.parametrize("value", [None, 3, "x", [], {"traceback": [[1, 2]]}, {"traceback": 5}])
def test_odd_values_break_nothing(value: Json) -> None:
    run = Building()
    queue = run.thing("queue", "q")
    for kind in ("swallowed", "sent", "received", "queried", "read", "wrote", "raised"):
        run.does(run.main, 2, kind, queue, value, call="Queue.empty")
    run.things["lock:0:1"] = replace(
        run.things[queue], key="lock:0:1", kind="thread-lock", holders=(99,)
    )
    run.waits(run.main, 3, "lock.acquire", "lock:0:1", "thread-wait")
    assert finding(run.trace("deadlock")).kind == "deadlock"
    assert finding(run.trace("crashed")).kind == "crash"
    assert diagnose(run.trace("returned"), replay="", schedule=1, expected="1") is not None

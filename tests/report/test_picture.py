"""The picture of a run: who stood how in every step, and what went from one to another."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

import pytest

from grader.model.finding import Finding, Mark
from grader.model.source import PLAIN
from grader.model.trace import ObjectRecord, TaskRecord, Trace
from grader.report.picture.model import Hold, Link, Timeline, WaitEdge
from grader.report.picture.svg import draw, picture
from grader.report.picture.timeline import ALL_ROWS, LANES_LIMIT, timeline
from grader.report.words import seconds
from tests.report.runs import (
    Tape,
    begins,
    event,
    lock_cycle,
    lost_update,
    process,
    queue_messages,
    start_two,
    waits,
)


def states(shown: Timeline) -> list[str]:
    """One line for each row: a letter for every lane's state."""
    return [
        "".join(
            {"absent": ".", "service": "s"}.get(stand.state, stand.state[0]) for stand in row.stands
        )
        if row.kind != "gap"
        else "~"
        for row in shown.rows
    ]


def words(shown: Timeline) -> list[str]:
    return [f"{row.who}: {', '.join(row.deeds)}" for row in shown.rows if row.kind == "step"]


def test_a_lane_is_ready_when_it_could_have_run_and_else_blocked() -> None:
    shown = timeline(*lock_cycle())
    assert states(shown) == [
        "r..",  # main begins
        "r..",  # main starts clerk-1
        "rr.",
        "brr",
        "brr",
        "brr",
        "brr",
        "bbb",  # how it ended
    ]
    assert shown.rows[3].stands[1].state == "running"
    assert shown.rows[3].stands[2].state == "ready"


def test_what_a_blocked_task_waits_for_is_known_while_it_waits() -> None:
    shown = timeline(*queue_messages())
    main, baker, eater = zip(*(row.stands for row in shown.rows), strict=True)
    assert main[4].wait == "baker to end"
    assert main[-1].wait == "eater to end"
    assert baker[4].wait == "1 s to pass"
    assert eater[5].wait == "an item from queue"
    assert baker[-1].state == "ended"


def test_every_step_is_told_in_the_learners_words() -> None:
    assert words(timeline(*lost_update())) == [
        "main: begins",
        "main: starts clerk-1",
        "main: starts clerk-2",
        "clerk-1: begins",
        "clerk-1: reads counter = 0",
        "clerk-2: begins",
        "clerk-2: reads counter = 0",
        "clerk-2: writes counter = 1, ends",
        "clerk-1: writes counter = 1, ends",
        "main: clerk-1 has ended",
        "main: clerk-2 has ended, ends",
    ]


def test_what_happens_inside_a_queue_is_not_told() -> None:
    found = words(timeline(*queue_messages()))
    assert "baker: queue.put('bun')" in found  # the semaphore that it took is the queue's own
    assert "QueueFeederThread: sends 'bun'" in found
    assert "eater: receives 'bun'" in found


def test_the_lock_inside_a_value_is_told_only_if_it_is_held_on() -> None:
    trace, _ = lost_update()
    tape = Tape()
    start_two(tape)
    taken = event("acquired", 1, "sem:0", 0)
    tape.step(
        waits(1, 6, "acquire", "counter.value"),
        taken,
        event("read", 1, "mem:1", 5),
        event("released", 1, "sem:0", 1),
    )
    tape.step(waits(1, 6, "acquire", "with counter.get_lock()"), taken)
    inner = ObjectRecord("sem:0", "rlock", "", part_of="mem:1")
    trace = replace(trace, steps=tuple(tape.steps), objects={**trace.objects, "sem:0": inner})
    assert words(timeline(trace, None))[3:] == [
        "clerk-1: reads counter = 5",
        "clerk-1: takes the lock of counter",
    ]


def test_threads_of_python_itself_are_folded_into_their_process() -> None:
    shown = timeline(*queue_messages())
    assert [(lane.name, lane.kind, lane.folded) for lane in shown.lanes] == [
        ("main", "process", ()),
        ("baker", "process", (3,)),
        ("eater", "process", ()),
    ]
    (row,) = [row for row in shown.rows if row.who == "QueueFeederThread"]
    assert (row.lane, row.stands[1].state) == (1, "service")


def test_a_thread_of_the_learner_has_a_lane_beside_its_process() -> None:
    trace, _ = queue_messages()
    feeder = replace(trace.tasks[3], name="helper", service=False)
    shown = timeline(replace(trace, tasks=(*trace.tasks[:3], feeder)), None)
    assert [(lane.name, lane.kind) for lane in shown.lanes] == [
        ("main", "process"),
        ("baker", "process"),
        ("helper", "thread"),
        ("eater", "process"),
    ]


def test_arrows_lead_from_a_start_a_message_and_an_end_to_who_sees_them() -> None:
    assert timeline(*queue_messages()).links == (
        Link("start", (0, 1), (1, 1)),
        Link("start", (0, 2), (2, 2)),
        Link("message", (1, 2), (7, 9)),
        Link("join", (1, 0), (8, 10)),
    )


def test_a_lock_is_held_from_its_taking_to_its_giving_back_or_the_end() -> None:
    trace, finding = lock_cycle()
    assert timeline(trace, finding).holds == (
        Hold(1, "accounts[0]", (4, 7), to_end=True),
        Hold(2, "accounts[1]", (6, 7), to_end=True),
    )
    tape = Tape()
    tape.steps += trace.steps
    release = waits(1, 9, "release", "first.release()", "sem:0")
    tape.step(release, event("released", 1, "sem:0", 1))
    given_back = replace(trace, steps=tuple(tape.steps))
    assert timeline(given_back, None).holds[0] == Hold(1, "accounts[0]", (4, 7), to_end=False)


def test_a_lock_given_back_by_somebody_else_is_no_longer_held() -> None:
    trace, _ = lock_cycle()
    tape = Tape()
    tape.steps += trace.steps
    release = waits(2, 9, "release", "second.release()", "sem:0")
    tape.step(release, event("released-by-other", 2, "sem:0", 1))
    held = timeline(replace(trace, steps=tuple(tape.steps)), None).holds
    assert held[0] == Hold(1, "accounts[0]", (4, 7), to_end=False)


def test_at_a_deadlock_the_circle_is_told_from_those_who_only_wait_for_it() -> None:
    assert timeline(*lock_cycle()).waits == (
        WaitEdge((0, 1), "", cycle=False),
        WaitEdge((1, 2), "accounts[1]", cycle=True),
        WaitEdge((2, 1), "accounts[0]", cycle=True),
    )
    assert timeline(*lost_update()).waits == ()


def test_marks_are_numbered_as_they_happened_and_waiting_belongs_to_the_end() -> None:
    shown = timeline(*lock_cycle())
    assert [mark.label for mark in shown.marks] == [
        "takes accounts[0]",
        "takes accounts[1]",
        "waits for accounts[1]",
        "waits for accounts[0]",
    ]
    assert {row.step: row.marks for row in shown.rows if row.marks} == {4: (0,), 6: (1,), 7: (2, 3)}
    assert shown.start == 4


def test_a_mark_that_is_not_in_the_run_is_left_out() -> None:
    trace, finding = lock_cycle()
    wild = replace(finding, marks=(Mark(99, 1, 5, "?"), Mark(1, 99, 5, "?"), Mark(-1, 1, 5, "?")))
    shown = timeline(trace, wild)
    assert shown.marks == ()
    assert shown.rows[shown.start].kind == "end"


def test_what_came_between_two_marks_is_shown_where_that_is_the_mistake() -> None:
    assert timeline(*lost_update()).spans
    assert 'class="span"' in picture(*lost_update())
    assert 'class="span"' not in picture(*lock_cycle())


def test_a_jump_in_virtual_time_is_told() -> None:
    shown = timeline(*queue_messages())
    assert [(row.step, row.jump) for row in shown.rows if row.jump] == [(5, 1.0)]
    assert "1 s later" in picture(*queue_messages())


@pytest.mark.parametrize(
    ("time", "text"),
    [
        (0.25, "0.25 s"),
        (1, "1 s"),
        (90, "90 s"),
        (120, "2 min"),
        (3600, "1 h"),
        (1.00002, "1 s"),
        (7.5, "7.5 s"),
    ],
)
def test_time_is_told_in_the_unit_that_reads_best(time: float, text: str) -> None:
    assert seconds(time) == text


def test_a_long_run_is_cut_to_what_matters_and_says_what_is_left_out() -> None:
    trace, finding = lost_update(rounds=1500)
    finding = replace(finding, marks=(Mark(1000, 1, 6, "reads 498"), *finding.marks))
    shown = timeline(trace, finding)
    gaps = [row for row in shown.rows if row.kind == "gap"]
    steps = [row.step for row in shown.rows if row.kind == "step"]
    assert len(steps) <= ALL_ROWS
    assert {0, 1, 998, 1000, 1002, *(mark.step for mark in finding.marks)} <= set(steps)
    assert steps[-1] == len(trace.steps) - 1
    assert sum(row.left_out for row in gaps) + len(steps) == len(trace.steps)
    drawn = picture(trace, finding)
    assert f"… {gaps[0].left_out} steps not shown …" in drawn
    assert len(drawn) < 60_000


def test_steps_of_pythons_own_threads_are_counted_and_shown_on_request() -> None:
    trace, _ = queue_messages()
    tape = Tape()
    tape.steps += trace.steps
    feeder = trace.steps[7].picked.pending
    for _ in range(200):
        tape.step(feeder)
    shown = timeline(replace(trace, steps=tuple(tape.steps)), None)
    assert not any(row.kind == "gap" for row in shown.rows)
    assert shown.own_left_out == 200
    assert "200 steps of Python&#39;s own not shown." in draw(shown, PLAIN)
    whole = timeline(replace(trace, steps=tuple(tape.steps)), None, every=True)
    assert len(whole.rows) == len(tape.steps) + 1
    assert whole.own_left_out == 0


def test_of_many_processes_those_that_ran_or_are_marked_are_shown() -> None:
    tape = Tape()
    tape.step(begins(0), *(event("started", 0, f"task:{n}") for n in range(1, 31)))
    for number in range(1, 31):
        for _ in range(number):
            tape.step(waits(number, 5, "acquire", "lock.acquire()", "sem:0"))
    tasks = tuple(process(n, f"worker-{n}" if n else "main") for n in range(31))
    trace = Trace("returned", None, None, tuple(tape.steps), tasks)
    finding = Finding("value", "lost-update", "m", "K", 1, marks=(Mark(1, 1, 5, "here"),))
    shown = timeline(trace, finding)
    assert [lane.task for lane in shown.lanes] == [0, 1, *range(23, 31)]
    assert len(shown.lanes) == LANES_LIMIT
    assert shown.lanes_left_out == 21
    assert "21 more processes are not shown." in picture(trace, finding)


def test_a_run_that_never_began_has_a_picture_too() -> None:
    trace = Trace("crashed", None, None, (), (process(0, "main"),))
    assert "A process failed." in picture(trace, None)


def test_two_tasks_of_one_name_are_told_apart() -> None:
    trace, finding = lock_cycle()
    tasks = (trace.tasks[0], *(replace(task, name="clerk") for task in trace.tasks[1:]))
    shown = timeline(replace(trace, tasks=tasks), finding)
    assert [lane.name for lane in shown.lanes] == ["main", "clerk (task 1)", "clerk (task 2)"]


@pytest.mark.parametrize("make", [lock_cycle, lost_update, queue_messages])
def test_the_picture_is_well_formed_and_made_of_shapes_only(make: object) -> None:
    assert callable(make)
    root = ElementTree.fromstring(f"<root>{picture(*make())}</root>")
    allowed = ["root", "div", "p", "svg", "g", "path", "rect", "circle", "text", "tspan", "title"]
    assert {node.tag for node in root.iter()} <= set(allowed)
    assert not {name for node in root.iter() for name in node.attrib if name.startswith("on")}


def test_a_state_is_told_by_its_shape_and_in_words_and_not_only_by_colour() -> None:
    drawn = picture(*lock_cycle())
    assert "<title>clerk-1: blocked, waits for accounts[1]</title>" in drawn
    assert "<title>clerk-1: running</title>" in drawn
    assert "<title>clerk-2: ready</title>" in drawn
    assert "<title>clerk-1 holds accounts[0], to the end</title>" in drawn


def test_names_can_be_nothing_but_text() -> None:
    trace, finding = lock_cycle()
    evil = "</text><script>hacked=1</script>\u202e\x1b"
    tasks = tuple(replace(task, name=evil) for task in trace.tasks)
    drawn = str(picture(replace(trace, tasks=tasks), finding))
    assert "<script" not in drawn
    assert "&lt;/text&gt;&lt;script&gt;" in drawn
    assert not set("\u202e\x1b") & set(drawn)


def test_a_process_of_python_itself_says_so_unless_it_runs_the_learners_code() -> None:
    trace, _ = lock_cycle()
    worker: TaskRecord = replace(trace.tasks[2], service=True, name="worker")
    own = replace(trace, tasks=(*trace.tasks[:2], worker))
    assert [lane.kind for lane in timeline(own, None).lanes] == ["process"] * 3
    never_in_own_code = replace(own, steps=trace.steps[:6])
    assert [lane.kind for lane in timeline(never_in_own_code, None).lanes][2] == "service"
    assert "Python&#39;s own process" in picture(never_in_own_code, None)


def test_a_run_in_which_nobody_is_stuck_and_nothing_is_marked_is_read_from_its_beginning() -> None:
    assert timeline(lost_update()[0], None).start == 0


def test_a_moment_is_no_jump_in_time() -> None:
    trace, _ = queue_messages()
    quick = [step._replace(time=step.time / 2000) for step in trace.steps]
    assert not any(row.jump for row in timeline(replace(trace, steps=tuple(quick)), None).rows)

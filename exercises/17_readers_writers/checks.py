"""What is checked of readers_writers.py."""

import time
from multiprocessing import Array, Value

from grader import Run, check, expect, run_processes, scenario

OLD, NEW, NEWEST = 11, 22, 33


def reader(student, gate, visits, began):
    for place, (pause, stays) in enumerate(visits):
        if pause:
            time.sleep(pause)
        student.start_reading(gate)
        began[place] = time.monotonic()
        if stays:
            time.sleep(stays)
        student.stop_reading(gate)


def writer(student, gate, visits, began):
    for place, (pause, stays) in enumerate(visits):
        if pause:
            time.sleep(pause)
        student.start_writing(gate)
        began[place] = time.monotonic()
        if stays:
            time.sleep(stays)
        student.stop_writing(gate)


def open_hall(student, *plans):
    """Let everybody come and stay as planned; return when each visit began, for each of them.

    A plan is who it is, and for each visit a pause before it and how long it takes.
    """
    gate = student.make_gate()
    began = [Array("d", len(visits), lock=False) for who, *visits in plans]
    opened = time.monotonic()
    run_processes(
        {
            f"{who.__name__}-{place}": (who, student, gate, visits, began[place])
            for place, (who, *visits) in enumerate(plans)
        }
    )
    return [[at - opened for at in own] for own in began]


def read_board(student, gate, board, seen):
    student.start_reading(gate)
    train = board[0]
    time.sleep(1)
    platform = board[1]
    student.stop_reading(gate)
    seen.value = 100 * train + platform


def change_board(student, gate, board):
    for number in (NEW, NEWEST):
        student.start_writing(gate)
        board[0] = number
        time.sleep(1)
        board[1] = number
        student.stop_writing(gate)


# Schedules to the failing run of every wrong solution, at most, in 10 seeds: 10 here, then 5, 14 and 2.
@scenario(schedules=24, processes=2)
def one_reader_and_one_writer(student):
    gate = student.make_gate()
    board = Array("i", [OLD, OLD], lock=False)
    seen = Value("i", 0, lock=False)
    run_processes(
        {
            "reader": (read_board, student, gate, board, seen),
            "writer": (change_board, student, gate, board),
        }
    )
    return [*divmod(seen.value, 100), *board]


@scenario(clock="patient", schedules=60, processes=2)
def two_readers(student):
    return open_hall(student, (reader, (0, 0), (0, 1)), (reader, (0, 0), (0, 1)))


@scenario(schedules=36, processes=3)
def two_readers_and_a_writer(student):
    return open_hall(student, (reader, (0, 1), (1, 1)), (reader, (0, 3)), (writer, (0.5, 1)))


@scenario(schedules=14, processes=2)
def two_writers(student):
    return open_hall(student, (writer, (0, 1), (0, 1)), (writer, (0, 1)))


def came_in(run: Run, *visits: int) -> list[list[float]]:
    """Return when each visit of each visitor began, who came so often."""
    began: list[list[float]] = run.shaped([[0.5] * count for count in visits], "the visitors")
    counts = [len(own) for own in began]
    expect(
        counts == list(visits),
        f"The visitors were to come in {list(visits)} times, and they came in {counts} times.",
    )
    return began


@check(one_reader_and_one_writer, points=2, bonus=True)
def test_a_reader_never_sees_half_of_a_change(run: Run) -> None:
    """A reader never sees half of a change.

    Hint: A writer has changed the first of two numbers. Who may look at them now?
    Hint: Which call makes a reader wait while a writer is inside, and which makes a writer wait?
    Hint: README, 'What you should know': what does the first reader do for all readers?
    """
    *seen, train, platform = run.shaped([0, 0, 0, 0], "the board")
    expect(
        seen in ([OLD, OLD], [NEW, NEW], [NEWEST, NEWEST]),
        f"The board changed from {OLD}, {OLD} to {NEW}, {NEW} and then to {NEWEST}, {NEWEST}. "
        f"The reader saw {seen[0]}, {seen[1]}: half of a change.",
        cause="too-many-inside",
    )
    expect(
        (train, platform) == (NEWEST, NEWEST),
        f"In the end the board was to say {NEWEST}, {NEWEST}, and it says {train}, {platform}.",
    )


@check(two_readers, points=1, bonus=True, cause="not-concurrent")
def test_readers_come_and_go_at_the_same_time(run: Run) -> None:
    """Readers come in, read and leave at the same time.

    Hint: One reader is inside. What does the second one wait for?
    Hint: Which lock does a reader still hold when start_reading() has returned?
    Hint: If it is another mistake that is told: what can two readers do to each other between
        counting and looking at the count?
    """
    (_, one), (_, other) = came_in(run, 2, 2)
    expect(
        abs(one - other) < 1,
        "Two readers read for a second each, and there is no writer. One came in to read after "
        f"{one:g} seconds and the other after {other:g}.",
    )


@check(two_readers_and_a_writer, points=1, bonus=True)
def test_a_writer_waits_until_the_last_reader_has_left(run: Run) -> None:
    """A writer waits until the last reader has left, and then comes in.

    Hint: Two readers are inside and one of them leaves. May a writer come in?
    Hint: Counting readers is reading, adding and writing back. What if two readers do it at once?
    Hint: Which reader locks the writers out, which one lets them in again, and how does it know?
    """
    (first, again), (long,), (written,) = came_in(run, 2, 1, 1)
    for name, at, stays in (("reader-0", first, 1), ("reader-0", again, 1), ("reader-1", long, 3)):
        expect(
            at >= written + 1 or written >= at + stays,
            f"{name} was inside from second {at:g} to {at + stays:g}, and the writer from "
            f"second {written:g} to {written + 1:g}: both at once.",
            cause="too-many-inside",
        )


@check(two_writers, points=1, bonus=True)
def test_two_writers_are_never_inside_together(run: Run) -> None:
    """Two writers are never inside together.

    Hint: One writer is inside. What makes the second one wait?
    Hint: Between the line that looks whether somebody writes and the line that says so: who else
        can look there?
    """
    own, (other,) = came_in(run, 2, 1)
    for one in own:
        expect(
            abs(one - other) >= 1,
            f"Each of two writers writes for a second. writer-0 came in after {one:g} seconds "
            f"and writer-1 after {other:g}: both at once.",
            cause="too-many-inside",
        )

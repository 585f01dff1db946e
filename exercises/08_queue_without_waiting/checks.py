"""What is checked of queue_without_waiting.py."""

import time
from collections import Counter
from multiprocessing import Process, Queue
from threading import current_thread

from grader import CallSeen, Run, check, expect, nothing_lost_or_doubled, scenario

TRIES = 3
NIGHT = 1000
SECONDS_TO_PACK = {"bed": 10, "piano": 30}
LONG = 110
TRIES_OF_A_DAY = 8
USES = [
    f"{kind}.{call}"
    for kind in ("Queue", "JoinableQueue", "SimpleQueue")
    for call in ("put", "put_nowait", "get", "get_nowait", "full", "empty", "qsize")
]
# Looks in vain, one after the other, in the same moment. Every right solution stays at 3: the locker, the
# office, and who is alive or the locker once more. Who asks without a pause comes to about a hundred
# before anybody else may go on. Smaller would fail somebody who looks twice at each of two or three
# queues before the next errand; much larger would take ten tries at once for waiting well.
MOST_LOOKS = 8


def contents(queue):
    """Return what is in a queue that nobody else uses any more."""
    return [queue.get() for _ in range(queue.qsize())]


@scenario(clock="patient", schedules=2)
def a_locker_that_nobody_empties(student):
    locker = Queue(1)
    back = student.deliver(["a"], locker, TRIES)
    time.sleep(NIGHT)
    return [back, student.deliver(["b", "c"], locker, TRIES), contents(locker)]


@scenario(clock="patient", schedules=1)
def a_locker_out_of_service(student):
    locker = Queue(1)
    locker.close()
    try:
        return {"came": student.deliver(["a"], locker, TRIES)}
    except NotImplementedError:
        raise
    except Exception as error:
        return {"raised": type(error).__name__}


class Heavy(str):
    """A parcel that a queue's helper thread takes its time to pack up."""

    def __reduce__(self):
        if current_thread().name != "QueueFeederThread":  # such as on the way to a new process
            return Heavy, (str(self),)
        # Ready at the same moment as whoever looks in every second: either may be first.
        time.sleep(SECONDS_TO_PACK[self] + 0.0005)
        return str, (str(self),)


class Later(list):
    """The round of a courier who is long under way to the locker."""

    def __iter__(self):
        time.sleep(LONG)
        return list.__iter__(self)

    def __reduce__(self):
        return Later, (self[:],)


def plain(value):
    """Return a value with texts for the parcels that it holds."""
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return str(value) if isinstance(value, Heavy) else value


@scenario(schedules=64)
def one_heavy_parcel(student):
    return plain(student.one_day([[Heavy("bed")]], 1, 1))


@scenario(clock="patient", schedules=12)
def a_heavy_day(student):
    rounds = [Later([Heavy("bed"), Heavy("piano")]), ["chair"], ["lamp"]]
    return plain(student.one_day(rounds, 1, TRIES_OF_A_DAY))


@scenario(schedules=24)
def a_news_board(student):
    alone, board = Queue(2), Queue(1)
    student.post_news(["mon", "tue", "wed"], alone)
    poster = Process(target=student.post_news, args=(["thu", "fri"], board), name="poster")
    poster.start()
    read = board.get()
    poster.join()
    return [contents(alone), [read, *contents(board)]]


@check(a_locker_that_nobody_empties, points=2)
def test_a_courier_at_a_full_locker_does_something_else(run: Run) -> None:
    """A courier at a full locker does an errand and tries again, as often as it is to.

    Hint: How does put_nowait() tell that there was no place, and where does the program go on
        then?
    Hint: Count the tries of one parcel on paper. Where is the errand: before or after a try, and
        what is done after the last one?
    Hint: Python's documentation of queue.Full, of Queue.put_nowait, and of `else` after `for`.
    """
    first, back, inside = run.shaped([[], [], []], "deliver(), twice,")
    expect(first == [], f"The locker had a place, and 'a' was to be put in. Back came {first}.")
    nothing_lost_or_doubled([*inside, *back], ["a", "b", "c"])
    expect(inside == ["a"], f"There is one place, and 'a' has it. Now {inside} is in the locker.")
    expect(back == ["b", "c"], f"'b' and 'c' are to come back, in this order; back came {back}.")
    expect(
        not waits(run, "Queue.put"),
        "The courier stood in front of the full locker: put() waits for a place. It is to do "
        "something else meanwhile.",
    )
    # The scenario's own sleep, and none as long of the submission's, which may have made sleep() do
    # nothing, too: then it counts from the beginning.
    nights = run.stays(a_locker_that_nobody_empties.name)
    morning, began = max(((stay.ended, stay.until) for stay in nights), default=(0, 0.0))
    tries = [call for call in looks(run) if call.step >= morning]
    asked = Counter(f"{round(call.time - began, 3):g}" for call in tries)
    expect(
        max(asked.values(), default=0) <= 4,
        "The locker was full, and the courier tried again and again without a pause. Between "
        "two tries it is to do an errand.",
        cause="busy-wait",
    )
    # The first try of 'c' may come right after the last one of 'b', or one errand later.
    right = [[str(second) for second in range(count)] for count in (2 * TRIES - 1, 2 * TRIES)]
    expect(
        list(asked) in right,
        f"Two parcels, a full locker, {TRIES} tries for each, and an errand of one second between "
        f"two tries: that makes tries at the seconds {', '.join(right[0])} or {', '.join(right[1])}. "
        f"The locker was tried at the seconds {', '.join(asked) or '(none)'}.",
    )


@check(a_locker_out_of_service, points=1, cause="swallowed-exception")
def test_other_errors_are_not_hidden(run: Run) -> None:
    """An error that is not about a full locker is not hidden.

    Hint: Which errors does your `except` catch, besides the one that it is for?
    Hint: What would a typing mistake in the line after `try:` look like to your program?
    Hint: Python's tutorial, 'Handling Exceptions': what is said there of an `except` that catches
        everything, and of `return` in `finally`.
    """
    seen = run.shaped({}, "deliver()")
    expect(
        seen == {"raised": "ValueError"},
        "The locker was closed, so put_nowait() raised ValueError. It was to come out of "
        f"deliver(); but deliver() {told(seen)}, as if the locker had been full.",
    )


NO_PROCESS = "No courier process was started: who brought the parcels?"


def told(seen: dict) -> str:
    """Return in words what came of a call."""
    if "raised" in seen:
        return f"raised {seen['raised']}"
    return f"returned {seen.get('came')!r}"


@check(one_heavy_parcel, points=3)
def test_the_day_is_not_over_while_a_parcel_is_on_its_way(run: Run) -> None:
    """The day is not over while a parcel is on its way, however slow the machine is.

    Hint: What does Empty tell: that nothing is there, or that nothing will come?
    Hint: Who knows that a courier is done? Can a parcel of that courier still be on its way then?
    Hint: Draw the locker as a row of boxes. If an end mark is in it: what stands behind it, whose
        mark is it, and what if there was no place for it?
    """
    taken, back = run.shaped([[""], [""]], "one_day()")
    nothing_lost_or_doubled([*taken, *back], ["bed"])
    expect(run.most_processes(), NO_PROCESS)


@check(a_heavy_day, points=2)
def test_every_parcel_is_taken_out_or_comes_back(run: Run) -> None:
    """Every parcel is taken out or comes back, once, and nobody waits in front of the locker.

    Hint: While the couriers do their errands, who empties the locker, and until when? On which way
        does a parcel come back, and how long may it be on that way?
    Hint: What does your program do between two looks into an empty locker?
    Hint: What is the difference between get(), get(timeout=...) and get_nowait()? See the table in
        README, 'What you should know'.
    """
    taken, back = run.shaped([[""], [""]], "one_day()")
    nothing_lost_or_doubled([*taken, *back], ["chair", "lamp", "bed", "piano"])
    expect(run.most_processes(), NO_PROCESS)
    expect(
        set(back) <= {"piano"},
        "The bed has the only place for ten seconds, so the piano may come back. For all others "
        f"there is a place within {TRIES_OF_A_DAY} tries, if the locker is looked into every "
        f"second. {taken} were taken out, and {back} came back.",
    )
    for start in run.calls("Process.start"):
        expect(
            start.time < LONG,
            f"{start.target} set out when another courier was home again. All of them are to be "
            "under way at once.",
            cause="not-concurrent",
        )
    late = [parcel for parcel in SECONDS_TO_PACK if parcel in taken]
    expect(
        taken[-len(late) :] == late,
        "The courier with the bed comes long after the others, so the chair and the lamp are to be "
        f"taken out first. one_day() returned {taken}. Is that the order in which they were taken "
        "out, and were all couriers under way at once?",
        cause="order-broken",
    )
    in_vain: Counter[tuple[float, int]] = Counter()
    for call in looks(run):
        now = round(call.time, 3), call.number
        in_vain[now] = 0 if call.received else in_vain[now] + 1
        expect(
            in_vain[now] <= MOST_LOOKS,
            f"{call.task} asked a queue again and again, without doing anything in between.",
            cause="busy-wait",
        )
    expect(
        not waits(run, "Queue.get"),
        "Whoever empties the locker stood in front of it and waited with get(). If nothing is in it "
        "there are errands to do.",
    )


@check(a_news_board, points=2)
def test_the_board_keeps_the_newest(run: Run) -> None:
    """The news board keeps the newest pieces, whatever a reader does.

    Hint: The board is full, and you want to take the oldest piece off. Who else could have done
        that a moment ago?
    Hint: What does get_nowait() do when the oldest piece is not there, or not there yet?
    Hint: After a piece was taken off, is there a place for certain? What if not?
    """
    alone, read = run.shaped([[], []], "a board after post_news()")
    expect(
        alone == ["tue", "wed"],
        "Nobody reads, the board has 2 places, and mon, tue and wed were put on it. In the end "
        f"['tue', 'wed'] are to be on it, and {alone} are.",
        cause="order-broken" if alone == ["wed", "tue"] else "lost-item",
    )
    expect(
        read in (["thu", "fri"], ["fri"]),
        "The board has one place, thu and fri were put on it, and a reader took one off "
        f"meanwhile. The reader, and the board in the end, had {read}; the last one is to be "
        "'fri'.",
        cause="lost-item",
    )


def looks(run: Run) -> list[CallSeen]:
    """Return the calls with which the submission used a queue."""
    return [call for call in run.calls(*USES) if not call.by_scenario]


def waits(run: Run, method: str) -> bool:
    """Say whether the submission called get() or put() of a queue with few places, to wait."""
    return any(call.waits and call.places for call in looks(run) if call.method == method)

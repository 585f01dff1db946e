"""What is checked of log_analysis.py."""

from multiprocessing import process

from grader import Run, check, expect, scenario

LONG_BAD_LINE = "#" * 80_000
TROUBLE = {
    "garbled.log": f"{LONG_BAD_LINE}\n09:00:09 havn.dk /cheese\n".encode(),
    "picture.log": b"\x89PNG\r\n",
    "last.log": b"10:30:02 loire.fr /cheese\n",
}
DOWN = b"12:00:00 service.down /bread\n" + b"12:00:01 havn.dk /cheese\n" * 9


def left_over():
    return sorted(child.name for child in process._children)  # not ended, or not waited for


def shortened(value):
    if isinstance(value, str) and len(value) > 100:
        return f"{value[:10]}... ({len(value)} letters)"
    if isinstance(value, list):
        return [shortened(item) for item in value]
    if isinstance(value, dict):
        return {shortened(key): shortened(item) for key, item in value.items()}
    return value


@scenario(files=("logs/monday.log", "logs/tuesday.log"), schedules=30, processes=2)
def two_days(student):
    found = student.analyse(["logs/monday.log", "logs/tuesday.log"], 2, 1)
    return [found, left_over()]


@scenario(files=TROUBLE, schedules=32, processes=1)
def broken_logs(student):
    nothing = student.analyse(["nowhere.log"], 1, 1)
    found = student.analyse(["garbled.log", "picture.log", "last.log"], 1, 1)
    return [shortened(nothing), shortened(found)]


@scenario(files={"down.log": DOWN}, schedules=16, may_exit=True, processes=2)
def service_down(student):
    try:
        student.analyse(["down.log"], 2, 1)
        end = "returned"
    except Exception as error:
        if type(error).__name__ != "ServiceDown":
            raise
        end = "raised ServiceDown"
    return [end, left_over()]


@scenario(files=("logs/wednesday.log",), clock="patient", schedules=8, processes=2)
def a_busy_day(student):
    return student.analyse(["logs/wednesday.log"], 2, 1)


FOUND = {"visits": {}, "bad": [], "unreadable": []}


def sleeps(run: Run, seconds: float) -> list[float]:
    """Return when each sleep of so many seconds was over, in order, as the kernel saw it."""
    return sorted(round(stay.until, 1) for stay in run.sleeps(seconds))


def visits_are(found: dict, expected: dict[str, int]) -> None:
    """Judge the number of visits from each country."""
    visits = found["visits"]
    if visits == expected:
        return
    numbers = {country: n for country, n in visits.items() if isinstance(n, int)}
    less = any(numbers.get(country, 0) < n for country, n in expected.items())
    more = any(numbers.get(country, 0) > n for country, n in expected.items())
    expect(
        False,
        f"The visits in these logs are {expected}, and analyse() found {visits}.",
        cause="lost-item" if less and not more else "duplicate-item" if more else "wrong-value",
    )


def names_are(what: str, named: list, expected: list[str]) -> None:
    """Judge the bad lines or unreadable files, in any order."""
    missing = [name for name in expected if name not in named]
    expect(not missing, f"{what!r} was to name {missing}, and it is {named}.", cause="lost-item")
    expect(
        len(named) <= len(expected),
        f"{what!r} was to name {expected}, each once, and it is {named}.",
        cause="duplicate-item" if all(name in expected for name in named) else "wrong-value",
    )


def none_is_left(children: list[str]) -> None:
    """Judge that no process was left when analyse() was over."""
    expect(
        not children,
        "When analyse() was over, these processes had not ended, or nobody had waited for "
        f"their end: {', '.join(children)}.",
        cause="orphan",
    )


@check(two_days, points=3)
def test_every_line_is_counted_exactly_once(run: Run) -> None:
    """Every line is counted exactly once, and no process is left in the end.

    Hint: Follow one line from the file to the result: which process has it, and where can it get
        lost, or go two ways?
    Hint: How does each worker learn that no more lines will come, and how does who counts learn
        that no more results will come?
    Hint: Look at everything that two processes change: does one of them read a number, and write
        it back when the other has changed it?
    Hint: README, 'What you should know': every stage has an end.
    """
    found, children = run.shaped([FOUND, [""]], "analyse()")
    visits_are(found, {"dk": 2, "fr": 1})
    names_are("bad", found["bad"], [])
    names_are("unreadable", found["unreadable"], [])
    none_is_left(children)


@check(broken_logs, points=2)
def test_what_is_broken_stops_nobody(run: Run) -> None:
    """A bad line and an unreadable file are named in the result, and stop nobody.

    Hint: Which lines of your stages are skipped when locate() or read_lines() raises?
    Hint: Is your `try` around one line or around all of them? Around one file or around all?
    Hint: A line may be long. In which order do you join the workers and take what they have put?
    Hint: Python's documentation, 'Programming guidelines' of multiprocessing: 'Joining processes
        that use queues'.
    """
    nothing, found = run.shaped([FOUND, FOUND], "two calls of analyse()")
    visits_are(nothing, {})
    names_are("unreadable", nothing["unreadable"], ["nowhere.log"])
    visits_are(found, {"dk": 1, "fr": 1})
    names_are("bad", found["bad"], ["##########... (80000 letters)"])
    names_are("unreadable", found["unreadable"], ["picture.log"])


@check(service_down, points=2)
def test_when_the_service_is_down_all_stop(run: Run) -> None:
    """When the service is down all stages stop, and the caller is told.

    Hint: One worker has failed. Who else is there at this moment, and what does each wait for?
    Hint: How does the caller get to know of an exception that was raised in another process?
    Hint: A reader that waits for a place in a full queue: who takes a line out when the workers
        have stopped?
    Hint: README, 'What you should know': stopping a pipeline.
    """
    end, children = run.shaped(["", [""]], "analyse()")
    expect(
        end == "raised ServiceDown",
        "The service was down at the first line, and analyse() returned as if all had gone "
        "well. It was to raise ServiceDown.",
        cause="swallowed-exception",
    )
    none_is_left(children)
    asked = len(sleeps(run, 1))
    # With a hostile clock the answer that tells of it may be the last one to come.
    expect(
        asked <= 6 or run.clock == "hostile",
        f"The service was down at the first of ten lines, and {asked} of them were looked "
        "up: the others were not told to stop.",
        cause="child-never-ends",
    )


@check(a_busy_day, points=2, cause="resource-limit")
def test_only_a_few_lines_wait(run: Run) -> None:
    """No line is read before there is a place for it.

    Hint: When the workers have taken two lines, how many more has the reader read already?
    Hint: Imagine a log of 100 GB: where would its lines be while they wait for a worker?
    Hint: What makes a quick reader wait? Which containers have a size, and which grow for ever?
    """
    found = run.shaped(FOUND, "analyse()")
    reads, taken = sleeps(run, 0), [end - 1 for end in sleeps(run, 1)]
    expect(
        len(reads) == 6 and len(taken) == 6,
        "The log has 6 lines. With read_lines() and locate() each is to be read once and "
        f"looked up once; {len(reads)} were read and {len(taken)} were looked up.",
        cause="duplicate-item" if len(reads) > 6 or len(taken) > 6 else "lost-item",
    )
    visits_are(found, {"dk": 2, "fr": 2, "de": 2})
    waiting = max(
        sum(read <= now for read in reads) - sum(start <= now for start in taken) for now in reads
    )
    expect(
        waiting <= 2,
        "There is a place for 1 waiting line, and the reader may have the next one in its hand. "
        f"In this run {waiting} lines had been read and were waiting at the same time.",
    )


@check(a_busy_day, points=1, cause="not-concurrent")
def test_workers_locate_at_the_same_time(run: Run) -> None:
    """As many lines are looked up at the same time as there are workers, and never more.

    Hint: While one worker waits for the service, what does the other one do?
    Hint: Look at the picture: how many bars are there at the same time, and who waits for whom?
    """
    visits_are(run.shaped(FOUND, "analyse()"), {"dk": 2, "fr": 2, "de": 2})
    ends = sleeps(run, 1)
    most = max((sum(end <= other < end + 1 for other in ends) for end in ends), default=0)
    expect(
        most <= 2,
        f"There were to be two workers, and {most} lines were looked up at the same time.",
        cause="resource-limit",
    )
    expect(
        run.time < 3.5,
        "Two workers look up six lines, of a second each, in three seconds if they work side by "
        f"side. It took {run.time:.3g}.",
    )

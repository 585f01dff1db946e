"""What is checked of pool_apply.py."""

from multiprocessing import active_children

from grader import Run, StepSeen, check, expect, nothing_lost_or_doubled, scenario, shown

GIVEN = ("open_box", "analyse")  # what machines do
CASES = ((9, 2), (1, 5), (-1, 5))  # sample, patience
NINE = [f"sample {number} is fine" for number in (3, 4, 2, 0, 0, 0, 0, 0, 0)]


@scenario(schedules=12, processes=1)
def two_samples(student):
    return student.analyse_box("2 1", 2)


@scenario(clock="patient", schedules=2, processes=1)
def one_is_spoiled(student):
    return student.analyse_box("-2 1", 2)


@scenario(clock="patient", schedules=2, processes=2)
def nine_samples_two_machines(student):
    return student.analyse_box("3 4 2 0 0 0 0 0 0", 2)


@scenario(clock="patient", schedules=2, processes=1)
def late_and_in_time(student):
    texts = [student.analyse_in_time(sample, patience) for sample, patience in CASES]
    return [*texts, len(active_children())]


def texts_are(run: Run, *expected: str) -> None:
    """Judge that analyse_box() returned these texts, in this order."""
    got = run.shaped([], "analyse_box()")
    for text in got:
        expect(isinstance(text, str), f"In place of a text there is {shown(text)}.")
        # From 3.15 on Python does not name the function whose arguments can't be counted out.
        unnamed = text.startswith("Value after * must be an iterable")
        begun = not (unnamed or any(f"{name}() " in text for name in GIVEN))
        expect(begun, f"A machine could not even begin: {text}.", cause="exception")
    expect(
        len(got) >= len(expected),
        f"There were {len(expected)} samples, and these texts came back: {got}.",
        cause="lost-item",
    )
    for text in expected:
        expect(
            text in got,
            f"These texts came back: {got}. Not among them is {text!r}.",
            cause="lost-item" if set(got) <= set(expected) else None,
        )
    nothing_lost_or_doubled(got, expected)
    expect(
        got == list(expected),
        f"The texts are the right ones, but not in the order of the samples: {got}.",
        cause="order-broken",
    )


def parents(run: Run, *operations: str) -> list[StepSeen]:
    """Return what the parent did, step by step; not the pool's threads in it."""
    return [step for step in run.steps(*operations) if step.process == 0 and not step.service]


def slept(run: Run) -> int:
    """Return how often the parent slept."""
    return sum(step.function not in GIVEN for step in parents(run, "sleep"))


def gave_up(run: Run) -> int:
    """Return how often a wait of the parent's ended because its time was over."""
    return sum(step.timed_out and step.operation != "sleep" for step in parents(run))


def spun(run: Run) -> bool:
    """Say whether the parent asked so often in a row that it had to be made to let others run."""
    return bool(parents(run, "yield"))


@check(two_samples, points=3)
def test_every_result_is_in_its_place(run: Run) -> None:
    """There is a text for each sample, in the order of the samples.

    Hint: Which call of yours waits until a result is there? What does it return, and what do the
        others return?
    Hint: Which sample is done first? In which order do you ask for the results?
    Hint: How does a pool call your function: what has `args` to be for one argument?
    """
    texts_are(run, "sample 2 is fine", "sample 1 is fine")


@check(nine_samples_two_machines, points=2, cause="not-concurrent")
def test_all_machines_work_at_the_same_time(run: Run) -> None:
    """All machines work at the same time, and there are no more than asked for.

    Hint: While the first sample is analysed, what does the second machine do?
    Hint: How many tasks has the pool been given when you ask for the first result?
    Hint: README, the table: which of the calls wait, and which return at once?
    """
    texts_are(run, *NINE)
    expect(
        run.time < 7,
        "The box takes a second. Then two machines need 5 seconds for samples of 3, 4 and 2 "
        f"seconds, and six that take no time: 6 in all. It took {run.time:.3g}.",
    )
    expect(
        all(stay.process for stay in run.stays(*GIVEN)),
        "open_box() or analyse() was called in the process that called analyse_box(), and not "
        "in a machine of the pool.",
        cause="wrong-value",
    )
    machines = run.most_processes()
    expect(
        machines <= 2 and run.time >= 5.5,
        f"Two machines were asked for, and need 6 seconds. There were {machines} processes at "
        f"once, and it took {run.time:.3g} seconds.",
        cause="wrong-value",
    )


@check(one_is_spoiled, points=2)
def test_a_spoiled_sample_is_reported(run: Run) -> None:
    """A spoiled sample has its error's text in its place, and costs no other sample.

    Hint: A task raises in a worker. Where does its error come out, and who asks there?
    Hint: What happens to the results that you have not asked for yet, when one get() raises?
    Hint: Python's documentation of multiprocessing.pool: AsyncResult.get, wait and successful.
    """
    texts_are(run, "sample -2 is spoiled", "sample 1 is fine")


@check(late_and_in_time, points=2)
def test_nobody_waits_longer_than_the_patience(run: Run) -> None:
    """A result that is not there in time is late, and is not waited for any longer.

    Hint: How long does get() wait? How does it tell you that it has given up?
    Hint: Which exception is it? There are two with nearly the same name.
    Hint: When you have given up: who still works on the sample, and does anything of yours wait
        for that?
    """
    late, quick, spoiled, left = run.shaped([None, None, None, 0], "analyse_in_time()")
    expect(
        late == "late",
        "Sample 9 takes nine seconds, and the patience was 2. LATE was expected, and "
        f"{shown(late)} came back.",
    )
    expect(
        quick == "sample 1 is fine",
        f"Sample 1 takes a second, and the patience was 5. {shown(quick)} came back.",
    )
    expect(
        spoiled == "sample -1 is spoiled",
        "After a second it is known that sample -1 is spoiled, and the patience was 5. "
        f"{shown(spoiled)} came back.",
    )
    expect(
        run.time <= 4.05,
        "After 2 seconds the first sample was late; the other two take a second each. "
        f"That is 4 seconds; it took {run.time:.3g}.",
        cause="sleep-as-synchronisation" if slept(run) else "wrong-value",
    )
    expect(
        not left,
        f"When analyse_in_time() had returned, workers were still there: {left}.",
        cause="orphan",
    )


@check(nine_samples_two_machines, points=1)
def test_it_waits_without_looking_again_and_again(run: Run) -> None:
    """It waits until there is news, and neither looks again and again nor sleeps.

    Hint: What does your process do between two looks? Could it be woken when there is news?
    Hint: Which of the methods of a result returns only when the result is there?
    """
    texts_are(run, *NINE)
    idle = slept(run) + gave_up(run)
    often = "again and again" if spun(run) else f"{idle} times"
    expect(
        not spun(run) and idle <= 2,
        f"While it waited, the program slept or looked {often}, and found nothing new.",
        cause="busy-wait",
    )
    expect(
        not idle,
        "While it waited, the program slept, or gave up, for a time that it had chosen itself.",
        cause="sleep-as-synchronisation",
    )

"""What is checked of barrier.py."""

from multiprocessing import Array

from grader import Run, check, expect, run_processes, scenario

KINDS = {"Barrier": "barrier", "Manager": "manager-object"}


def walk(student, barrier, place, days, reached, alone, missing):
    """Walk stage after stage; write down the first hut that was left before all had come."""
    for day in range(1, days + 1):
        reached[place] = day
        student.wait(barrier)
        seen = reached[:]
        if min(seen) < day and not alone[place]:
            alone[place] = day
            missing[place] = seen.index(min(seen))


def hike(student, hikers, days):
    barrier = student.make_barrier(hikers)
    reached, alone, missing = (Array("i", hikers, lock=False) for _ in range(3))
    run_processes(
        {
            f"hiker-{place}": (walk, student, barrier, place, days, reached, alone, missing)
            for place in range(hikers)
        }
    )
    return [reached[:], alone[:], missing[:]]


@scenario(schedules=36, processes=2)
def two_hikers(student):
    return hike(student, 2, 1)


@scenario(schedules=26, processes=3)
def three_hikers(student):
    return hike(student, 3, 1)


@scenario(schedules=50, processes=2)
def three_days(student):
    return hike(student, 2, 3)


def judge_hike(run: Run, hikers: int, days: int) -> None:
    """Judge that everybody has walked every day, and nobody left before all had come."""
    reached, alone, missing = run.shaped([[0] * hikers] * 3, "the hike")
    for place, day in enumerate(alone):
        expect(
            not day,
            f"hiker-{place} came back from wait() on day {day}, and hiker-{missing[place]} had "
            "not come to the hut that day yet.",
            cause="order-broken",
            advice="What did it wait for, and who can make that come before all are there?",
        )
    expect(
        reached == [days] * hikers,
        f"{days} days were to be walked by everybody; the hikers walked {reached}.",
    )


@check(two_hikers, points=1, bonus=True)
def test_nobody_goes_on_before_all_have_come(run: Run) -> None:
    """Nobody goes on before all have come.

    Hint: How does wait() know that somebody is the last one?
    Hint: The count of those who have come is shared. What if two come at the same time?
    Hint: Does anybody wait while holding what the last one needs?
    """
    judge_hike(run, 2, 1)


@check(three_hikers, points=1, bonus=True)
def test_all_go_on_when_the_last_one_comes(run: Run) -> None:
    """When the last one comes, all go on.

    Hint: Two are waiting when the last one comes. What does it take to let both go on?
    Hint: Count: how often is somebody let through, and how many wait?
    """
    judge_hike(run, 3, 1)


@check(three_days, points=2, bonus=True)
def test_it_can_be_used_again_and_again(run: Run) -> None:
    """It can be used again and again, and nobody slips through.

    Hint: All have come, and one of them is quick: it calls wait() again before another one has
        gone on at all. What does it find there?
    Hint: Which of the numbers and signs have to be as they were in the beginning, and who sees to
        that, and when?
    Hint: README, 'What you should know': one door, or two.
    """
    judge_hike(run, 2, 3)


@check(two_hikers, points=1, bonus=True, requires=test_nobody_goes_on_before_all_have_come)
def test_it_is_made_by_hand(run: Run) -> None:
    """It is made by hand: no Barrier of Python's own, no Manager.

    Hint: Which part of multiprocessing does the work in your wait()?
    Hint: Start with a number of those who have come, and with something to wait for.
    """
    used = [f"a {name}" for name in ("Barrier", "Manager") if run.used(KINDS[name])]
    expect(
        not used,
        f"{' and '.join(used)} of Python's own was made. Here it is to be built of other parts.",
        advice="What counts those who have come, and what do they wait for?",
    )

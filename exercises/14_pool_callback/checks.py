"""What is checked of pool_callback.py."""

import os
from multiprocessing import active_children

from grader import Run, check, expect, nothing_lost_or_doubled, scenario, shaped, shown


@scenario(schedules=16, processes=1)
def two_pages(student):
    return student.fetch_all(["news.net", "cats.org"])


@scenario(schedules=8, processes=1)
def one_is_broken(student):
    return student.fetch_all(["broken.com", "news.net"])


@scenario(clock="patient", schedules=3, processes=2)
def the_slow_one_first(student):
    return student.fetch_all(["slow.org", "news.net"])


def no_page(student):
    try:
        return student.fetch_all([])
    except Exception as error:
        return f"{type(error).__name__}: {error}"


@scenario(clock="patient", schedules=2, cores=6)
def eight_pages(student):
    found = student.fetch_all([f"{letter}.org" for letter in "abcdefgh"])
    left = len(active_children())
    return {"cores": os.cpu_count(), "found": found, "left": left, "none": no_page(student)}


def arrived(run: Run) -> tuple[list, list]:
    """Return (fetched, failed) of a run."""
    fetched, failed = run.shaped([[], []], "fetch_all()")
    return fetched, failed


@check(two_pages, points=3)
def test_every_page_is_fetched(run: Run) -> None:
    """Every page is fetched before fetch_all() returns.

    Hint: apply_async() returns at once. Which line of yours waits until the work is done?
    Hint: What do close(), join() and the end of a `with` block each do to the tasks still running?
    Hint: In whose memory is the list that the result is added to?
    """
    fetched, failed = arrived(run)
    expect(failed == [], f"No page was broken, and these errors were reported: {failed}.")
    nothing_lost_or_doubled(fetched, [["news.net", 8], ["cats.org", 8]])


@check(one_is_broken, points=3)
def test_a_broken_page_is_reported(run: Run) -> None:
    """A broken page is reported, and the others come all the same.

    Hint: A task raises in a worker. Who hears of it?
    Hint: What is the function called with that gets an error? What does it do with it, and can it
        raise itself?
    Hint: Python's documentation of multiprocessing.pool: apply_async.
    """
    fetched, failed = arrived(run)
    nothing_lost_or_doubled(fetched, [["news.net", 8]])
    nothing_lost_or_doubled(failed, ["no answer from broken.com"])


@check(the_slow_one_first, points=2, cause="not-concurrent")
def test_pages_are_fetched_at_the_same_time(run: Run) -> None:
    """Pages are fetched at the same time.

    Hint: When is the second page asked for: after the first was asked for, or after it has come?
    Hint: How long does the longest page take, and how long all of them one after another?
    Hint: Look at the table in the README: which of the calls wait?
    """
    fetched, _ = arrived(run)
    expect(len(fetched) == 2, f"Two pages were asked for; these came: {fetched}.")
    expect(
        run.time < 3.5,
        "One page takes three seconds and one takes one. Side by side this takes three seconds; "
        f"it took {run.time:.3g}.",
    )


@check(the_slow_one_first, points=1)
def test_results_are_added_as_they_arrive(run: Run) -> None:
    """Results are added as they arrive.

    Hint: Who adds a result to the list, and when?
    Hint: If you collect with get(), in which order do you ask?
    """
    fetched, _ = arrived(run)
    nothing_lost_or_doubled(fetched, [["slow.org", 8], ["news.net", 8]])
    expect(
        fetched == [["news.net", 8], ["slow.org", 8]],
        "news.net comes after one second and slow.org after three; they were added as "
        f"{fetched[0][0]} and {fetched[1][0]}.",
        cause="order-broken",
    )


@check(eight_pages, points=1)
def test_the_pool_has_one_worker_more_than_cores(run: Run) -> None:
    """The pool has one worker more than there are cores.

    Hint: How many workers does your pool have, and where is that number from?
    Hint: Should the number of workers depend on the number of pages?
    """
    seen = run.shaped({"cores": 0, "found": None, "left": 0, "none": None})
    came = len(shaped(seen["found"], [[], []], "fetch_all()")[0])
    expect(came == 8, f"Eight pages were asked for; {came} came.")
    expect(
        not seen["left"],
        f"When fetch_all() had returned, workers were still there: {seen['left']}.",
        cause="orphan",
    )
    workers = run.most_processes()
    expect(
        workers == seen["cores"] + 1,
        f"This run was told of {seen['cores']} cores. While eight pages were fetched there were "
        f"{workers} worker processes.",
    )
    expect(
        seen["none"] == [[], []],
        "No page was asked for, and fetch_all([]) was to return two empty lists. This came of it: "
        f"{shown(seen['none'])}.",
    )

"""What is checked of joinable_queue.py."""

from itertools import pairwise

from grader import Run, check, expect, scenario

WORDS = {0: "waiting", 1: "served", 2: "burnt"}


@scenario(processes=2)
def two_cooks_two_dishes(student):
    return student.run_kitchen(["soup", "pasta"], 2)


@scenario(processes=1)
def toast_then_soup(student):
    return student.run_kitchen(["toast", "soup"], 1)


@scenario(processes=1)
def one_cook_two_dishes(student):
    return student.run_kitchen(["soup", "pasta"], 1)


@scenario(processes=2)
def more_cooks_than_dishes(student):
    return student.run_kitchen(["soup"], 2)


@scenario(clock="patient", schedules=20, processes=2)
def two_slow_dishes(student):
    return student.run_kitchen(["soup", "pasta"], 2)


def plates(run: Run, dishes: int) -> list[str]:
    """Return what became of each dish, in words; judge what shows at once why it is not ready."""
    ends = run.shaped([0], "run_kitchen()")
    expect(
        len(ends) == dishes and set(ends) <= set(WORDS),
        "run_kitchen() is to return WAITING, SERVED or BURNT for each dish, which are 0, 1 and 2; "
        f"for {dishes} dishes it returned {ends}.",
    )
    words = [WORDS[end] for end in ends]
    expect(
        "waiting" not in words or not reported_twice(run),
        f"When run_kitchen() returned the dishes were: {', '.join(words)}. Before, a cook had "
        "reported an order done twice.",
        cause="over-released",
    )
    expect(
        set(words) != {"waiting"} or not wait_for_orders(run),
        "Every order was reported done, and all cooks wait for more. Still every plate that "
        "run_kitchen() returned is waiting: what a cook writes is not seen there.",
        cause="not-shared",
    )
    return words


def reported_twice(run: Run) -> bool:
    """Say whether a cook called task_done() twice in a row, with no get() between."""
    calls = [*run.calls("Queue.get"), *run.calls("JoinableQueue.task_done")]
    by: dict[str, list[str]] = {}
    for call in sorted(calls, key=lambda call: call.step):
        by.setdefault(call.task, []).append(call.method)
    return any(
        one == other == "JoinableQueue.task_done"
        for methods in by.values()
        for one, other in pairwise(methods)
    )


def wait_for_orders(run: Run) -> bool:
    """Say whether all was reported done, nothing written, and every cook was taking an order."""
    done = len(run.calls("JoinableQueue.task_done"))
    put = len([*run.calls("JoinableQueue.put"), *run.calls("Queue.put_nowait")])
    if run.events("wrote"):
        return False
    calls = [task.pending.call if task.pending else None for task in run.processes()]
    return done >= put > 0 and all(call and call.method.endswith("Queue.get") for call in calls)


@check(two_cooks_two_dishes, points=3, cause="read-too-early")
def test_when_the_kitchen_closes_every_dish_is_ready(run: Run) -> None:
    """When the kitchen closes, every dish is ready.

    Hint: Which call in run_kitchen() waits until the last plate is written?
    Hint: In which order does a cook write the plate and report the order done? What can happen
        between these two?
    Hint: README, 'What you should know': what q.join() looks at, and what it does not.
    """
    ready = plates(run, 2)
    expect(
        ready == ["served", "served"],
        f"Soup and pasta were ordered. When run_kitchen() returned they were: {', '.join(ready)}.",
    )


@check(toast_then_soup, points=2)
def test_a_burnt_dish_is_an_answer_too(run: Run) -> None:
    """A burnt dish is reported done as well, and the next dish is cooked.

    Hint: Which lines of cook() are skipped when prepare() raises?
    Hint: An order that burns was put in the queue like any other. Who crosses it off the list?
    Hint: Python's tutorial, 'Handling Exceptions': else and finally.
    """
    ready = plates(run, 2)
    expect(
        ready == ["burnt", "served"],
        f"Toast, which burns, and soup were ordered. They ended up as: {', '.join(ready)}.",
    )


@check(one_cook_two_dishes, points=2)
def test_an_order_is_reported_done_exactly_once(run: Run) -> None:
    """An order is reported done exactly once.

    Hint: Follow one dish through cook(): how many times is task_done() called on its way?
    Hint: The counter of unfinished orders goes up once for each put(). What does it say when one
        order is crossed off twice?
    Hint: Look at every task_done() in your file: are there two that the same order can reach?
    """
    ready = plates(run, 2)
    expect(
        ready == ["served", "served"],
        "One cook had soup and pasta to prepare. When run_kitchen() returned they were: "
        f"{', '.join(ready)}.",
    )
    done = len(run.calls("JoinableQueue.task_done"))
    put = len([*run.calls("JoinableQueue.put"), *run.calls("Queue.put_nowait")])
    expect(
        done <= put,
        f"{put} orders were put in, and task_done() was called {done} times.",
        cause="over-released",
    )


@check(more_cooks_than_dishes, points=2)
def test_the_program_ends(run: Run) -> None:
    """The program ends, although the cooks cook for ever.

    Hint: A cook waits in get() for the next order, for ever. Who waits for the cook?
    Hint: What does the main process do with its children when it ends?
    Hint: Python's documentation of multiprocessing.Process: daemon.
    """
    ready = plates(run, 1)
    expect(ready == ["served"], f"Soup was ordered, two cooks were there: it is {ready[0]}.")


@check(two_slow_dishes, points=1, cause="not-concurrent")
def test_cooks_work_at_the_same_time(run: Run) -> None:
    """Cooks work at the same time.

    Hint: While the first dish is prepared, is the second order already in the queue?
    Hint: How many cooks are there, and which line does the main process wait in?
    """
    plates(run, 2)
    expect(
        run.time < 1.5,
        "Two cooks prepare two dishes of one second each. Side by side this takes one second; "
        f"it took {run.time:g}.",
    )
    expect(run.time >= 1, f"A dish takes a second, and the kitchen closed after {run.time:g}.")

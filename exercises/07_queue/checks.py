"""What is checked of bounded_queue.py."""

from multiprocessing import active_children

from grader import Run, check, expect, fifo_per_producer, nothing_lost_or_doubled, scenario, shaped

ODD_BUNS = [0, "", -1, "end"]
BIG = 200_000


@scenario(processes=3)
def two_bakers_one_customer(student):
    return student.open_bakery([["a1", "a2"], ["b1"]], 1, 2)


@scenario(processes=3)
def one_bun_two_customers(student):
    eaten = student.open_bakery([["bun"]], 2, 1)
    return [eaten, sorted(child.name for child in active_children())]


@scenario(processes=2)
def odd_buns(student):
    return student.open_bakery([ODD_BUNS], 1, 5)


@scenario(processes=2)
def one_big_bun(student):
    eaten = student.open_bakery([["x" * BIG]], 1, 1)
    return [[len(bun) for bun in plate] for plate in eaten]


@scenario(clock="patient", schedules=20, processes=2)
def a_shelf_for_one(student):
    return student.open_bakery([["a", "b", "c", "d"]], 1, 1)


def plates(returned: object, customers: int) -> list[list]:
    """Return what each customer ate, one list each."""
    eaten = shaped(returned, [[]], "open_bakery()")
    expect(
        len(eaten) == customers,
        f"open_bakery() is to return one list of buns for each customer. Customers: {customers}, "
        f"lists: {len(eaten)}.",
    )
    return eaten


@check(two_bakers_one_customer, points=3)
def test_every_bun_is_eaten_exactly_once(run: Run) -> None:
    """Every bun is eaten exactly once, and those of one baker in that baker's order.

    Hint: Who knows that the last bun is on the shelf: the customer, one baker, or somebody else?
    Hint: When a customer sees the end mark or an empty shelf, can a bun still come after it?
    Hint: Draw the queue as a row of boxes, with the end mark in it. What may stand behind the
        mark?
    """
    (eaten,) = plates(run.value, 1)
    nothing_lost_or_doubled(eaten, ["a1", "a2", "b1"])
    fifo_per_producer(eaten, key=lambda bun: (bun[0], bun[1]))


@check(one_bun_two_customers, points=2)
def test_every_customer_goes_home(run: Run) -> None:
    """Every customer goes home, even if there are more customers than buns.

    Hint: How many customers does one end mark send home?
    Hint: Count: how many get() calls are made in all, and how many put() calls?
    Hint: Whoever sends the marks has to know how many customers there are, or else a customer has
        to do something with the mark that it got.
    """
    returned, left = run.shaped([None, [""]])
    eaten = plates(returned, 2)
    nothing_lost_or_doubled([bun for plate in eaten for bun in plate], ["bun"])
    expect(
        not left,
        f"When open_bakery() had returned, these processes had not ended yet: {', '.join(left)}.",
        cause="orphan",
    )


@check(odd_buns, points=1)
def test_any_number_and_any_text_is_a_bun(run: Run) -> None:
    """Any number and any text is a bun, and not the end.

    Hint: For which buns is your test for the end true?
    Hint: What is bool(0)? What is bool('')? Which value can never be a bun?
    """
    (eaten,) = plates(run.value, 1)
    nothing_lost_or_doubled(eaten, ODD_BUNS)
    expect(
        eaten == ODD_BUNS,
        f"The baker put {ODD_BUNS}; the customer ate {eaten}.",
        cause="order-broken",
    )


@check(one_big_bun, points=2)
def test_a_big_bun_does_not_block_the_door(run: Run) -> None:
    """A big bun does not block the door: what was put is read before its process is joined.

    Hint: What does a process that has put something big do before it can end?
    Hint: In which order do you join the customers and read what they have put?
    Hint: Python's documentation, 'Programming guidelines' of multiprocessing: 'Joining processes
        that use queues'.
    """
    (lengths,) = plates(run.value, 1)
    expect(
        lengths == [BIG],
        f"One bun of {BIG} letters was baked; the customer ate buns of these lengths: {lengths}.",
    )


@check(a_shelf_for_one, points=2)
def test_the_shelf_is_never_overfull(run: Run) -> None:
    """There are never more buns waiting than the shelf has places.

    Hint: What keeps a quick baker from baking all buns before the first one is eaten?
    Hint: A customer needs a second for each bun. When, at the earliest, can the baker be done?
    Hint: What does the number in Queue(maxsize=...) mean, and what does it mean when it is absent?
    """
    (eaten,) = plates(run.value, 1)
    nothing_lost_or_doubled(eaten, ["a", "b", "c", "d"])
    children = [task.number for task in run.processes()]
    expect(children, "No process was started: who baked, and who ate?")
    ends = [event.time for event in run.events("ended") if event.number in children]
    # The shelf holds one bun and the customer eats one, so the fourth bun finds a place only
    # when the third is taken, which is when the second is eaten: after two seconds.
    first_end = min(ends, default=0)
    expect(
        first_end >= 2,
        "One customer eats a bun a second, and the shelf has one place, so that the baker of four "
        f"buns has to wait for two seconds. A process was done after {first_end:g}: the buns "
        "were kept somewhere else than on a shelf with one place.",
    )
    expect(
        run.time >= 4,
        f"Four buns take one customer four seconds; the bakery was closed after {run.time:g}. "
        "Is every bun eaten with eat()?",
    )

"""What is checked of lock.py."""

from grader import Run, check, scenario


@scenario
def two_clerks_one_ticket(student):
    return student.sell_all([["visa"], ["master"]], 1)


@scenario
def enough_for_everybody(student):
    return student.sell_all([["visa"], ["master"]], 3)


@scenario
def a_stolen_card_at_one_window(student):
    return student.sell_all([["stolen"], ["visa"]], 1)


@scenario
def a_stolen_card_in_the_line(student):
    return student.sell_all([["visa", "stolen", "master"]], 2)


@scenario(moods=("patient",), schedules=20)
def two_slow_customers(student):
    return student.sell_all([["visa"], ["master"]], 2)


def counts(run: Run) -> tuple[int, list[int]]:
    """Return (tickets left, [sold by each clerk]) of a run."""
    left, sold = run.shaped([0, [0]], "sell_all()")
    return left, sold


@check(
    two_clerks_one_ticket,
    points=3,
    hints=(
        "A clerk looks whether a ticket is left, and then takes it. What can the other clerk do "
        "between these two?",
        "Which lines have to stay together, so that what a clerk saw is still true when it acts?",
        "README, 'What you should know': the critical section.",
    ),
)
def test_no_ticket_is_sold_twice(run: Run) -> None:
    "Two clerks never sell the same ticket."
    left, sold = counts(run)
    assert sum(sold) <= 1, f"There was one ticket, and the clerks sold {sum(sold)}: {sold}."
    assert left >= 0, f"The stock went below zero: {left} tickets are left."
    assert sum(sold) == 1, f"One ticket, two customers who can pay: {sum(sold)} tickets were sold."
    assert left == 0, f"The only ticket was sold, and the stock still says {left}."


@check(
    enough_for_everybody,
    points=2,
    hints=(
        "How many steps is `stock.value -= 1`? Is the number still the same at the second one?",
        "Is the number that is written worked out from one that was read under the same lock?",
        "Is every clerk done when sell_all() reads the result? See Process.join.",
    ),
)
def test_the_stock_agrees_with_what_was_sold(run: Run) -> None:
    "What was sold is missing from the stock, and nothing else is."
    left, sold = counts(run)
    assert sold == [1, 1], (
        f"There were 3 tickets and one customer at each of two windows; the clerks report {sold}."
    )
    assert left == 1, f"3 tickets, 2 of them sold: the stock says {left} are left."


@check(
    a_stolen_card_at_one_window,
    points=2,
    hints=(
        "On how many ways can a clerk leave the critical section? Which of them give the lock back?",
        "What happens to the lines after charge(card), up to the next `except`, when it raises?",
        "Python's tutorial, section 'Defining Clean-up Actions'; and what `with lock:` does.",
    ),
)
def test_a_declined_card_does_not_stop_the_others(run: Run) -> None:
    "A declined card at one window does not stop the other window."
    left, sold = counts(run)
    assert sold == [0, 1], (
        "Clerk 0 had a stolen card, clerk 1 a good one, and there was one ticket: "
        f"the clerks sold {sold}, and {left} tickets are left."
    )
    assert left == 0, f"The only ticket was sold, and the stock says {left} are left."


@check(
    a_stolen_card_in_the_line,
    points=1,
    hints=(
        "Where does the clerk's work go on after charge(card) has raised?",
        "Is your `try` around the whole line of customers, or around one customer?",
    ),
)
def test_the_customer_after_a_declined_card_is_served(run: Run) -> None:
    "The customer after a declined card is served."
    left, sold = counts(run)
    assert sold == [2], (
        "Two tickets and three cards, of which the second is stolen: "
        f"the clerk sold {sold}, and {left} tickets are left."
    )
    assert left == 0, f"Both tickets were sold, and the stock says {left} are left."


@check(
    two_slow_customers,
    points=2,
    cause="not-concurrent",
    hints=(
        "While one clerk hands over a ticket, what is the other one doing?",
        "What does a process wait for that is not needed for its next line?",
        "Look at the picture: which bar is longest, and what is inside it? "
        "And when is the second process started?",
    ),
)
def test_clerks_hand_over_at_the_same_time(run: Run) -> None:
    "Clerks hand over their tickets at the same time."
    assert counts(run) == (0, [1, 1]), f"2 tickets, 2 customers: sell_all() returned {run.value}."
    assert run.time < 1.5, (
        "Two clerks with one customer each need one second if they work side by side. "
        f"It took {run.time:g} seconds."
    )

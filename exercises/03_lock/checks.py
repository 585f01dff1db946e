"""What is checked of lock.py."""

import time
from collections import Counter
from multiprocessing import Array, Lock

from grader import Run, check, expect, run_processes, scenario

MANY_TRIES = 20


@scenario(processes=2)
def two_clerks_one_ticket(student):
    return student.sell_all([["visa"], ["master", "visa"]], 1)


@scenario(processes=2)
def enough_for_everybody(student):
    return student.sell_all([["visa"], ["master"]], 3)


@scenario(schedules=40, processes=3)
def stolen_cards(student):
    return [
        student.sell_all([["stolen"], ["visa"]], 1),
        student.sell_all([["visa", "stolen", "master"]], 2),
    ]


def pay_all(transfer, accounts, locks, payments):
    for source, target, amount in payments:
        transfer(accounts, locks, source, target, amount)


@scenario(processes=3)
def a_bank_with_two_accounts(student):
    accounts = Array("i", [6, 4], lock=False)
    locks = [Lock(), Lock()]
    counted = None
    # The cash desk has both accounts, then account 1 alone. Meanwhile 1 is to be moved there.
    locks[0].acquire()
    with locks[1]:
        (payer,) = run_processes(
            {"payer": (pay_all, student.transfer, accounts, locks, [(0, 1, 1)])}, join=False
        )
        seen = accounts[1]
        time.sleep(1)
        locks[0].release()
        time.sleep(1)
        accounts[1] = seen + 1
        if locks[0].acquire(block=False):
            counted = accounts[0] + accounts[1]
            locks[0].release()
    payer.join()
    one_paid = list(accounts)
    # Two whose payments cross; there is enough for one payment of 5 only.
    lists = [[(0, 1, 5)], [(1, 0, 2), (0, 1, 5)]]
    run_processes(
        {
            name: (pay_all, student.transfer, accounts, locks, payments)
            for name, payments in zip(["Ann", "Bob"], lists)
        }
    )
    two_crossed = list(accounts)
    answers = [
        student.transfer(accounts, locks, source, target, amount)
        for source, target, amount in [(0, 0, 1), (0, 1, 3), (1, 0, 9)]
    ]
    return [counted, one_paid, two_crossed, answers, list(accounts)]


def tries_in_a_row(run: Run) -> int:
    """Return how often one process tried to get a lock, without waiting, at the same time."""
    tries = Counter((step.number, step.time) for step in run.steps("try-acquire"))
    return max(tries.values(), default=0)


@check(two_clerks_one_ticket, points=2)
def test_no_ticket_is_sold_twice(run: Run) -> None:
    """Two clerks never sell the same ticket.

    Hint: A clerk looks whether a ticket is left, and then takes it. What can the other clerk do
        between these two?
    Hint: Which lines have to stay together, so that what a clerk saw is still true when it acts?
    Hint: README, 'What you should know': the critical section.
    """
    left, sold = run.shaped([0, [0]], "sell_all()")
    expect(sum(sold) <= 1, f"There was one ticket, and the clerks sold {sum(sold)}: {sold}.")
    expect(left >= 0, f"The stock went below zero: {left} tickets are left.")
    expect(sum(sold) == 1, f"One ticket, and customers who can pay: {sum(sold)} tickets were sold.")
    expect(left == 0, f"The only ticket was sold, and the stock still says {left}.")


@check(enough_for_everybody, points=1)
def test_the_stock_agrees_with_what_was_sold(run: Run) -> None:
    """What was sold is missing from the stock, and nothing else is.

    Hint: How many steps is `stock.value -= 1`? Is the number still the same at the second one?
    Hint: Is the number that is written worked out from one that was read under the same lock?
    Hint: Is every clerk done when sell_all() reads the result? See Process.join.
    """
    left, sold = run.shaped([0, [0]], "sell_all()")
    expect(
        sold == [1, 1],
        f"There were 3 tickets and one customer at each of two windows; the clerks report {sold}.",
    )
    expect(left == 1, f"3 tickets, 2 of them sold: the stock says {left} are left.")


@check(stolen_cards, points=2)
def test_a_declined_card_stops_nobody(run: Run) -> None:
    """A declined card stops nobody: not the other window, and not the next customer.

    Hint: On how many ways can a clerk leave the critical section? Which of them give the lock
        back?
    Hint: Where does the clerk's work go on after charge(card) has raised? Is your `try` around the
        whole line of customers, or around one customer?
    Hint: Python's tutorial, section 'Defining Clean-up Actions'; and what `with lock:` does.
    """
    two_windows, one_window = run.shaped([[0, [0]], [0, [0]]], "two calls of sell_all()")
    left, sold = two_windows
    expect(
        sold == [0, 1],
        "Clerk 0 had a stolen card, clerk 1 a good one, and there was one ticket: "
        f"the clerks sold {sold}, and {left} tickets are left.",
    )
    expect(left == 0, f"The only ticket was sold, and the stock says {left} are left.")
    left, sold = one_window
    expect(
        sold == [2],
        "Two tickets and three cards, of which the second is stolen: "
        f"the clerk sold {sold}, and {left} tickets are left.",
    )
    expect(left == 0, f"Both tickets were sold, and the stock says {left} are left.")


@check(enough_for_everybody, points=2, cause="not-concurrent")
def test_clerks_hand_over_at_the_same_time(run: Run) -> None:
    """Clerks hand over their tickets at the same time.

    Hint: While one clerk hands over a ticket, what is the other one doing?
    Hint: What does a process wait for that is not needed for its next line?
    Hint: Look at the picture: which bar is longest, and what is inside it? And when is the second
        process started?
    """
    left, sold = run.shaped([0, [0]], "sell_all()")
    expect(sum(sold) == 2, f"3 tickets, 2 customers: sell_all() returned {left, sold}.")
    # Under a hostile clock a second may be over early for one clerk, and begin late for the other.
    expect(
        run.clock == "hostile" or run.time < 1.5,
        "Two clerks with one customer each need one second if they work side by side. "
        f"It took {run.time:g} seconds.",
    )


@check(a_bank_with_two_accounts, points=3)
def test_transfers_that_cross_lose_no_money(run: Run) -> None:
    """Transfers that cross lose no money, and do not wait for each other for ever.

    Hint: Who else may read or change each of the two accounts, from the first line of transfer()
        to its last?
    Hint: One process holds the lock of account 0 and wants that of account 1; another one holds
        that of account 1. When does this end?
    Hint: Which locks does a transfer from account 1 to account 1 take, and how often?
    Hint: README, 'What you should know': two locks.
    """
    counted, one_paid, two_crossed, answers, end = run.shaped(
        [None, [0], [0], [None], [0]], "several calls of transfer()"
    )
    expect(
        tries_in_a_row(run) <= MANY_TRIES,
        "A lock that was taken was asked for again and again, with no pause between: "
        f"{tries_in_a_row(run)} times in the same moment. A core is kept busy with that.",
        cause="busy-wait",
    )
    expect(
        one_paid == [5, 6],
        "The accounts had [6, 4]. The cash desk took the lock of account 1, paid in 1, and gave "
        "the lock back; meanwhile 1 was moved from account 0 to account 1. After that the "
        f"accounts had {one_paid}, and not [5, 6].",
    )
    expect(
        counted in (None, 11),
        "Somebody held the locks of both accounts and counted the money: there were "
        f"{counted} in all, where there should have been 11. A transfer was half done, and "
        "the money was in none of the accounts.",
        cause="wrong-value",
    )
    expect(
        two_crossed == [2, 9],
        "The accounts had [5, 6]. Ann moved 5 from account 0 to account 1. At the same time Bob "
        "moved 2 from 1 to 0, and then 5 from 0 to 1. There is enough for one of the two fives, "
        f"so [2, 9] has to be left, and it was {two_crossed}.",
    )
    expect(
        answers == [True, False, True] and end == [11, 0],
        "The accounts had [2, 9]. Moving 1 from account 0 to itself, 3 from 0 to 1 and 9 from 1 "
        f"to 0 was to return [True, False, True] and leave [11, 0]. It returned {answers} and "
        f"left {end}.",
    )

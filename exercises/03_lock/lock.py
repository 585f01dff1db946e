"""Locks at a ticket office and in a bank. The task is in README.md."""

import time
from multiprocessing import Array, Lock, Process, Value


class CardDeclined(Exception):
    """The bank said no."""


def charge(card):
    """Given: take the money. Raises CardDeclined if the card is "stolen"."""
    if card == "stolen":
        raise CardDeclined(card)


def hand_over(card):
    """Given: print the ticket and hand it over. This is slow."""
    time.sleep(1)


def clerk(number, cards, stock, sold, lock):
    """Serve one customer after another; `cards` holds one card for each.

    `stock.value` is the number of tickets left, the same for all clerks;
    `sold[number]` is how many this clerk has sold.
    """
    # TODO 1: for every card: look, charge, take a ticket, count it, hand it over.
    raise NotImplementedError("TODO 1: clerk()")


def sell_all(lines, tickets):
    """Let one clerk process serve each line of cards; return (tickets left, [sold by each])."""
    stock = Value("i", tickets, lock=False)
    sold = Array("i", len(lines), lock=False)
    lock = Lock()
    # TODO 2: start one process with clerk() for each line, and wait for all of them.
    raise NotImplementedError("TODO 2: sell_all()")
    return stock.value, list(sold)


def transfer(accounts, locks, source, target, amount):
    """Move money from account `source` to account `target`; `locks[n]` guards `accounts[n]`.

    Returns True, or False where there is not enough money: then nothing is moved.
    """
    # TODO 3: which locks does it need, in which order, and what if source is target?
    raise NotImplementedError("TODO 3: transfer()")


if __name__ == "__main__":
    print("Three tickets, two clerks, and one card that is stolen.")
    try:
        print("left, sold:", sell_all([["visa", "stolen", "visa"], ["master", "visa"]], 3))
        accounts = Array("i", [10, 0], lock=False)
        print(transfer(accounts, [Lock(), Lock()], 0, 1, 7), list(accounts))
    except NotImplementedError as todo:
        print("Still to do:", todo)

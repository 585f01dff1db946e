"""Tickets: several clerks sell from one stock. The task is in README.md."""

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
    # TODO 1: for every card: look whether a ticket is left, charge the card, take the
    # ticket off the stock, count it as sold, hand it over. A declined card buys nothing.
    raise NotImplementedError("TODO 1: clerk()")


def sell_all(lines, tickets):
    """Let one clerk process serve each line of cards.

    Returns (tickets left, [tickets sold by clerk 0, by clerk 1, ...]).
    """
    stock = Value("i", tickets, lock=False)
    sold = Array("i", len(lines), lock=False)
    lock = Lock()
    # TODO 2: start one process with clerk() for each line, and wait for all of them.
    raise NotImplementedError("TODO 2: sell_all()")
    return stock.value, list(sold)


if __name__ == "__main__":
    print("Three tickets, two clerks, and one card that is stolen.")
    try:
        left, sold = sell_all([["visa", "stolen", "visa"], ["master", "visa"]], tickets=3)
        print("sold:", sold, "left:", left)
    except NotImplementedError as todo:
        print("Still to do:", todo)

# cause: not-shared
# The stock is a global variable: every process has its own.
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


left = 0   # how many tickets we still have


def clerk(number, cards, sold, lock):
    global left
    for card in cards:
        with lock:
            if left == 0:
                return
            try:
                charge(card)
            except CardDeclined:
                continue
            left -= 1
            sold[number] += 1
        hand_over(card)


def sell_all(lines, tickets):
    global left
    left = tickets
    sold = Array("i", len(lines), lock=False)
    lock = Lock()
    clerks = [Process(target=clerk, args=(i, c, sold, lock)) for i, c in enumerate(lines)]
    for c in clerks:
        c.start()
    for c in clerks:
        c.join()
    return left, list(sold)

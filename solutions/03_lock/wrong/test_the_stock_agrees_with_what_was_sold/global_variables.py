# cause: not-shared
# Global variables: every process changes its own copies.
import time
from multiprocessing import Lock, Process


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
sold = []


def clerk(number, cards, lock):
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
    global left, sold
    left = tickets
    sold = [0] * len(lines)
    lock = Lock()
    clerks = [Process(target=clerk, args=(i, c, lock)) for i, c in enumerate(lines)]
    for c in clerks:
        c.start()
    for c in clerks:
        c.join()
    return left, sold


def transfer(accounts, locks, source, target, amount):
    if source == target:
        return True
    # always the smaller number first
    if source < target:
        first = locks[source]
        second = locks[target]
    else:
        first = locks[target]
        second = locks[source]
    first.acquire()
    second.acquire()
    try:
        if accounts[source] >= amount:
            accounts[source] = accounts[source] - amount
            accounts[target] = accounts[target] + amount
            return True
        return False
    finally:
        second.release()
        first.release()

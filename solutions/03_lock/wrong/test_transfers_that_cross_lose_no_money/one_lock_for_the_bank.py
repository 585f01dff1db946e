# cause: lost-update
# A lock of its own keeps other transfers out, but not those who take the account's lock.
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
    for card in cards:
        with lock:
            if stock.value == 0:
                break
            try:
                charge(card)
            except CardDeclined:
                continue
            stock.value -= 1
            sold[number] += 1
        hand_over(card)


def sell_all(lines, tickets):
    stock = Value("i", tickets, lock=False)
    sold = Array("i", len(lines), lock=False)
    lock = Lock()
    ps = []
    for i, cards in enumerate(lines):
        p = Process(target=clerk, args=(i, cards, stock, sold, lock))
        p.start()
        ps.append(p)
    for p in ps:
        p.join()
    return stock.value, list(sold)


BANK = Lock()


def transfer(accounts, locks, source, target, amount):
    # one lock for everything, so there can't be a deadlock
    with BANK:
        if accounts[source] < amount:
            return False
        accounts[source] -= amount
        accounts[target] += amount
        return True

# cause: check-then-act
# The lock is given back before the number is written.
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
            ok = stock.value > 0
            if ok:
                try:
                    charge(card)
                except CardDeclined:
                    ok = False
        if ok:
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


def transfer(accounts, locks, source, target, amount):
    if source == target:
        return True
    first, second = sorted([source, target])
    with locks[first]:
        with locks[second]:
            if accounts[source] < amount:
                return False
            accounts[source] -= amount
            accounts[target] += amount
    return True

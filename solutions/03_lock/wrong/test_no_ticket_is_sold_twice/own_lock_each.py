# cause: check-then-act
# Every clerk makes a lock of its own, which keeps nobody out.
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
    mutex = Lock()
    for c in cards:
        got_one = False
        with mutex:
            if stock.value > 0:
                try:
                    charge(c)
                    stock.value = stock.value - 1
                    sold[number] = sold[number] + 1
                    got_one = True
                except CardDeclined:
                    pass
        if got_one:
            hand_over(c)


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

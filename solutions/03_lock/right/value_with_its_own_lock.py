"""The lock that a Value brings along, and a ticket that is put back before anybody can look."""

import time
from multiprocessing import Process, Value


class CardDeclined(Exception):
    pass


def charge(card):
    if card == "stolen":
        raise CardDeclined(card)


def hand_over(card):
    time.sleep(1)


def take_ticket(card, stock):
    with stock.get_lock():
        if stock.value < 1:
            return False
        stock.value -= 1
        try:
            charge(card)
        except CardDeclined:
            stock.value += 1
            return False
    return True


def clerk(cards, stock, mine):
    for card in cards:
        if take_ticket(card, stock):
            mine.value += 1
            hand_over(card)


def sell_all(lines, tickets):
    stock = Value("i", tickets)
    counts = [Value("i", 0) for _ in lines]
    clerks = [Process(target=clerk, args=(c, stock, m)) for c, m in zip(lines, counts)]
    for p in clerks:
        p.start()
    for p in clerks:
        p.join()
    return stock.value, [m.value for m in counts]


def transfer(accounts, locks, source, target, amount):
    """Never waits for one lock while it holds another: it gives up, and tries again later."""
    if source == target:
        return True
    while True:
        with locks[source]:
            if locks[target].acquire(timeout=0.5):
                try:
                    if accounts[source] < amount:
                        return False
                    accounts[source] -= amount
                    accounts[target] += amount
                    return True
                finally:
                    locks[target].release()
        time.sleep(0.1 * (source + 1))

# cause: check-then-act
# A managed dict of tickets: each look and each write is safe, and both together are not.
import time
from multiprocessing import Manager, Process


class CardDeclined(Exception):
    """The bank said no."""


def charge(card):
    """Given: take the money. Raises CardDeclined if the card is "stolen"."""
    if card == "stolen":
        raise CardDeclined(card)


def hand_over(card):
    """Given: print the ticket and hand it over. This is slow."""
    time.sleep(1)


def clerk(number, cards, shop):
    for card in cards:
        if shop["tickets"] > 0:
            try:
                charge(card)
            except CardDeclined:
                continue
            shop["tickets"] -= 1
            shop[number] += 1
            hand_over(card)


def sell_all(lines, tickets):
    # a manager takes care of the locking
    with Manager() as manager:
        shop = manager.dict()
        shop["tickets"] = tickets
        ps = []
        for i, cards in enumerate(lines):
            shop[i] = 0
            ps.append(Process(target=clerk, args=(i, cards, shop)))
        for p in ps:
            p.start()
        for p in ps:
            p.join()
        return shop["tickets"], [shop[i] for i in range(len(lines))]


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

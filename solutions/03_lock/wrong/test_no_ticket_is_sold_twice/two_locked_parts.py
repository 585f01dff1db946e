# cause: check-then-act
# It looks with the lock and takes with the lock, and lets go of it in between.

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
        with stock.get_lock():
            if stock.value < 1:
                break
        try:
            charge(card)
        except CardDeclined:
            continue
        with stock.get_lock():
            stock.value -= 1
        sold[number] += 1
        hand_over(card)


def sell_all(lines, tickets):
    stock = Value("i", tickets)
    sold = Array("i", len(lines))
    ps = [Process(target=clerk, args=(i, c, stock, sold, None)) for i, c in enumerate(lines)]
    for p in ps:
        p.start()
    for p in ps:
        p.join()
    return stock.value, list(sold)


def transfer(accounts, locks, source, target, amount):
    first, second = sorted({source, target})[0], sorted({source, target})[-1]
    with locks[first]:
        if first == second:
            return accounts[source] >= amount
        with locks[second]:
            if accounts[source] < amount:
                return False
            accounts[source] -= amount
            accounts[target] += amount
            return True


if __name__ == "__main__":
    print("Three tickets, two clerks, and one card that is stolen.")
    print("left, sold:", sell_all([["visa", "stolen", "visa"], ["master", "visa"]], 3))
    accounts = Array("i", [10, 0], lock=False)
    print(transfer(accounts, [Lock(), Lock()], 0, 1, 7), list(accounts))

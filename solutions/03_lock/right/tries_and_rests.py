"""Takes one lock, waits a little for the other, gives back and has a rest."""

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
                continue
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
    ps = [Process(target=clerk, args=(i, c, stock, sold, lock)) for i, c in enumerate(lines)]
    for p in ps:
        p.start()
    for p in ps:
        p.join()
    return stock.value, list(sold)


def transfer(accounts, locks, source, target, amount):
    """Takes the first, tries the second, gives back and takes a nap."""
    while True:
        with locks[source]:
            if source == target:
                return accounts[source] >= amount
            if locks[target].acquire(timeout=0.1):
                try:
                    if accounts[source] < amount:
                        return False
                    accounts[source] -= amount
                    accounts[target] += amount
                    return True
                finally:
                    locks[target].release()
        time.sleep(0.05 * (source + 1))


if __name__ == "__main__":
    print("Three tickets, two clerks, and one card that is stolen.")
    print("left, sold:", sell_all([["visa", "stolen", "visa"], ["master", "visa"]], 3))
    accounts = Array("i", [10, 0], lock=False)
    print(transfer(accounts, [Lock(), Lock()], 0, 1, 7), list(accounts))

"""Locks at a ticket office and in a bank."""

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
    """Serve one customer after another; the lock guards the stock, and not the printer."""
    for card in cards:
        try:
            with lock:
                if stock.value == 0:
                    continue
                charge(card)
                stock.value -= 1
        except CardDeclined:
            continue
        sold[number] += 1
        hand_over(card)


def sell_all(lines, tickets):
    """Let one clerk process serve each line of cards; return (left, [sold by each clerk])."""
    stock = Value("i", tickets, lock=False)
    sold = Array("i", len(lines), lock=False)
    lock = Lock()
    clerks = [
        Process(target=clerk, name=f"clerk-{number}", args=(number, cards, stock, sold, lock))
        for number, cards in enumerate(lines)
    ]
    for process in clerks:
        process.start()
    for process in clerks:
        process.join()
    return stock.value, list(sold)


def transfer(accounts, locks, source, target, amount):
    """Move money under the locks of both accounts; the lower number's lock is taken first."""
    if source == target:
        with locks[source]:
            return accounts[source] >= amount
    with locks[min(source, target)], locks[max(source, target)]:
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

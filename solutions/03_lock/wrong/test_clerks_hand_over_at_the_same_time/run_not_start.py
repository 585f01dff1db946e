# cause: not-concurrent
# run() calls the function right here; no process is made.
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
    process_list = []
    for number, cards in enumerate(lines):
        p = Process(target=clerk, args=(number, cards, stock, sold, lock))
        process_list.append(p)
    for p in process_list:
        p.run()
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

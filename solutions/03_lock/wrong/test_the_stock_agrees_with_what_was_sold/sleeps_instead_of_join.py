# cause: sleep-as-synchronisation
# Ten seconds of sleep in the place of join.
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
    for i in range(len(lines)):
        p = Process(target=clerk, args=(i, lines[i], stock, sold, lock))
        p.start()
    time.sleep(10)  # wait until all are done
    return stock.value, list(sold)


def transfer(accounts, locks, source, target, amount):
    ok = False
    a = min(source, target)
    b = max(source, target)
    locks[a].acquire()
    if a != b:
        locks[b].acquire()
    if accounts[source] >= amount:
        accounts[source] -= amount
        accounts[target] += amount
        ok = True
    if a != b:
        locks[b].release()
    locks[a].release()
    return ok

# cause: sleep-as-synchronisation
# A lock that is not free within three seconds counts as too little money.
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
        bought = False
        lock.acquire()
        try:
            if stock.value > 0:
                charge(card)
                stock.value -= 1
                sold[number] += 1
                bought = True
        except CardDeclined:
            print("declined")
        finally:
            lock.release()
        if bought:
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
    a, b = sorted([source, target])
    if not locks[a].acquire(timeout=3):
        return False
    if not locks[b].acquire(timeout=3):
        locks[a].release()
        return False
    ok = accounts[source] >= amount
    if ok:
        accounts[source] -= amount
        accounts[target] += amount
    locks[b].release()
    locks[a].release()
    return ok

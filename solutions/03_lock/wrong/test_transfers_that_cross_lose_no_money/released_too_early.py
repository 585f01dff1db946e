# cause: lost-update
# Both locks are taken, and given back before the money has arrived.
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
    first, second = sorted([source, target])
    locks[first].acquire()
    locks[second].acquire()
    enough = accounts[source] >= amount
    if enough:
        accounts[source] -= amount
    locks[second].release()
    locks[first].release()
    if enough:
        accounts[target] += amount
    return enough

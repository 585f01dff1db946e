# cause: lock-never-released
# charge() raises, and the release after it is never reached.
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
        try:
            lock.acquire()
            if stock.value > 0:
                charge(card)
                stock.value -= 1
                sold[number] += 1
                lock.release()
                hand_over(card)
            else:
                lock.release()
        except CardDeclined:
            print("Sorry, your card was declined.")


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
    with locks[first]:
        with locks[second]:
            if accounts[source] < amount:
                return False
            accounts[source] -= amount
            accounts[target] += amount
    return True

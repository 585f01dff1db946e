# cause: busy-wait
# It asks for the locks again and again, without a pause.
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
    while True:
        if locks[source].acquire(block=False):
            if locks[target].acquire(block=False):
                break
            locks[source].release()   # try again
    try:
        if accounts[source] < amount:
            return False
        accounts[source] -= amount
        accounts[target] += amount
        return True
    finally:
        locks[target].release()
        locks[source].release()

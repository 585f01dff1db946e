"""A Process subclass, with acquire and release by hand."""

import time
from multiprocessing import Array, Lock, Process, Value


class CardDeclined(Exception):
    pass


def charge(card):
    if card == "stolen":
        raise CardDeclined(card)


def hand_over(card):
    time.sleep(1)


class Clerk(Process):
    def __init__(self, number, cards, stock, sold, lock):
        super().__init__(name=f"window {number}")
        self.number = number
        self.cards = cards
        self.stock = stock
        self.sold = sold
        self.lock = lock

    def buy(self, card):
        """True if this card has bought a ticket."""
        self.lock.acquire()
        try:
            left = self.stock.value
            if left > 0:
                charge(card)
                self.stock.value = left - 1
                self.sold[self.number] += 1
            return left > 0
        except CardDeclined:
            return False
        finally:
            self.lock.release()

    def run(self):
        for card in self.cards:
            if self.buy(card):
                hand_over(card)


def sell_all(lines, tickets):
    stock = Value("i", tickets, lock=False)
    sold = Array("i", len(lines), lock=False)
    lock = Lock()
    clerks = []
    for number, cards in enumerate(lines):
        clerks.append(Clerk(number, cards, stock, sold, lock))
        clerks[-1].start()
    while clerks:
        clerks.pop().join()
    return stock.value, sold[:]


def transfer(accounts, locks, source, target, amount):
    """By hand: as many acquires as releases, whatever happens between."""
    taken = []
    try:
        for number in sorted({source, target}):
            locks[number].acquire()
            taken.append(locks[number])
        enough = accounts[source] >= amount
        if enough:
            accounts[source] -= amount
            accounts[target] += amount
        return enough
    finally:
        while taken:
            taken.pop().release()

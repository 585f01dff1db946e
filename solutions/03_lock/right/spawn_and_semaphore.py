"""Started with spawn; a semaphore of one does the lock's job."""

import time
from contextlib import ExitStack, suppress
from multiprocessing import get_context


class CardDeclined(Exception):
    pass


def charge(card):
    if card == "stolen":
        raise CardDeclined(card)


def hand_over(card):
    time.sleep(1)


def clerk(number, cards, stock, sold, only_one):
    for card in cards:
        bought = False
        with suppress(CardDeclined), only_one:
            if stock.value:
                charge(card)
                stock.value = stock.value - 1
                bought = True
        if bought:
            sold[number] = sold[number] + 1
            hand_over(card)


def sell_all(lines, tickets):
    ctx = get_context("spawn")
    stock = ctx.Value("i", tickets, lock=False)
    sold = ctx.Array("i", len(lines), lock=False)
    only_one = ctx.Semaphore(1)
    processes = {
        n: ctx.Process(target=clerk, args=(n, cards, stock, sold, only_one))
        for n, cards in enumerate(lines)
    }
    for p in processes.values():
        p.start()
    for p in processes.values():
        p.join()
    return stock.value, list(sold)


def transfer(accounts, locks, source, target, amount):
    with ExitStack() as both:
        for number in sorted({source, target}, reverse=True):  # the higher number first
            both.enter_context(locks[number])
        if accounts[source] < amount:
            return False
        accounts[source] = accounts[source] - amount
        accounts[target] = accounts[target] + amount
        return True

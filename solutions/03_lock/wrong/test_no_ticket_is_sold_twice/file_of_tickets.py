# cause: lost-update
# The tickets are in a file, which two read before one of them writes.
import json
import time
from multiprocessing import Array, Lock, Process


class CardDeclined(Exception):
    """The bank said no."""


def charge(card):
    """Given: take the money. Raises CardDeclined if the card is "stolen"."""
    if card == "stolen":
        raise CardDeclined(card)


def hand_over(card):
    """Given: print the ticket and hand it over. This is slow."""
    time.sleep(1)


def clerk(number, cards, path, sold, lock):
    for card in cards:
        with open(path) as f:
            data = json.load(f)
        if data["tickets"] <= 0:
            break
        try:
            charge(card)
        except CardDeclined:
            continue
        data["tickets"] -= 1
        with open(path, "w") as f:
            json.dump(data, f)
        sold[number] += 1
        hand_over(card)


def sell_all(lines, tickets):
    path = "tickets.json"
    with open(path, "w") as f:
        json.dump({"tickets": tickets}, f)
    sold = Array("i", len(lines), lock=False)
    lock = Lock()
    ps = [Process(target=clerk, args=(i, c, path, sold, lock)) for i, c in enumerate(lines)]
    for p in ps:
        p.start()
    for p in ps:
        p.join()
    with open(path) as f:
        return json.load(f)["tickets"], list(sold)


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

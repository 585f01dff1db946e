"""Two clerks take two accounts in opposite order."""
# tasks: clerk-1 11, clerk-2 11

import time
from multiprocessing import Lock, Process


def transfer(accounts, first, second):
    with accounts[first]:
        time.sleep(0.01)
        with accounts[second]:
            pass


def main():
    accounts = [Lock(), Lock()]
    clerks = [
        Process(target=transfer, args=(accounts, 0, 1), name="clerk-1"),
        Process(target=transfer, args=(accounts, 1, 0), name="clerk-2"),
    ]
    for clerk in clerks:
        clerk.start()
    for clerk in clerks:
        clerk.join()

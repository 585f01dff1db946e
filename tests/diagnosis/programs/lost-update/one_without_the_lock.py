# expect: 30
"""One of the two does not use the lock."""

from multiprocessing import Lock, Process, Value


def deposit(balance, lock, amount):
    with lock:
        old = balance.value
        balance.value = old + amount


def bonus(balance, amount):
    old = balance.value
    balance.value = old + amount


def main():
    balance, lock = Value("i", 0), Lock()
    a = Process(target=deposit, args=(balance, lock, 10), name="deposit")
    b = Process(target=bonus, args=(balance, 20), name="bonus")
    a.start()
    b.start()
    a.join()
    b.join()
    return balance.value

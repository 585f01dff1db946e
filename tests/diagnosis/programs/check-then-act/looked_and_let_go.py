"""Both parts are guarded by the number's own lock, and between them it is free."""
# expect: 20

from multiprocessing import Process, Value


def withdraw(balance, amount):
    with balance.get_lock():
        enough = balance.value >= amount
    if enough:
        with balance.get_lock():
            balance.value -= amount


def main():
    balance = Value("i", 100)
    people = [Process(target=withdraw, args=(balance, 80), name=n) for n in ("Ann", "Tom")]
    for p in people:
        p.start()
    for p in people:
        p.join()
    return balance.value

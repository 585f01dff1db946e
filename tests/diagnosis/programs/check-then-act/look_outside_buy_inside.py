# expect: 0
"""Look at the tickets outside the lock, buy inside."""

from multiprocessing import Lock, Process, Value


def buy(tickets, lock):
    if tickets.value > 0:
        with lock:
            tickets.value -= 1


def main():
    tickets, lock = Value("i", 1), Lock()
    ps = [Process(target=buy, args=(tickets, lock), name=f"clerk-{i}") for i in (1, 2)]
    for p in ps:
        p.start()
    for p in ps:
        p.join()
    return tickets.value

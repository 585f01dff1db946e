"""Look outside as a short cut, and again inside the lock."""
# expect: 0

from multiprocessing import Lock, Process, Value


def buy(tickets, lock):
    while tickets.value > 0:
        with lock:
            if tickets.value > 0:
                tickets.value -= 1


def main():
    tickets, lock = Value("i", 2), Lock()
    ps = [Process(target=buy, args=(tickets, lock)) for _ in range(2)]
    for p in ps:
        p.start()
    for p in ps:
        p.join()
    return tickets.value

"""Look and buy inside the lock."""
# expect: [0, 1]

from multiprocessing import Lock, Process, Value


def buy(tickets, sold, lock):
    with lock:
        if tickets.value > 0:
            tickets.value -= 1
            sold.value += 1


def main():
    tickets, sold, lock = Value("i", 1), Value("i", 0), Lock()
    ps = [Process(target=buy, args=(tickets, sold, lock)) for _ in range(2)]
    for p in ps:
        p.start()
    for p in ps:
        p.join()
    return [tickets.value, sold.value]

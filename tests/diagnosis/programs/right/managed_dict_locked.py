"""A managed dict is counted down under a lock."""
# expect: 8

from multiprocessing import Lock, Manager, Process


def sell(stock, lock):
    with lock:
        stock["n"] -= 1


def main():
    with Manager() as m:
        stock, lock = m.dict(n=10), Lock()
        ps = [Process(target=sell, args=(stock, lock)) for _ in range(2)]
        for p in ps:
            p.start()
        for p in ps:
            p.join()
        return stock["n"]

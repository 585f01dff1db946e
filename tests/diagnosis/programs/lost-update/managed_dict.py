# expect: 8
"""Two count a managed dict down."""

from multiprocessing import Manager, Process


def sell(stock):
    stock["n"] -= 1


def main():
    with Manager() as manager:
        stock = manager.dict({"n": 10})
        ps = [Process(target=sell, args=(stock,)) for _ in range(2)]
        for p in ps:
            p.start()
        for p in ps:
            p.join()
        return stock["n"]

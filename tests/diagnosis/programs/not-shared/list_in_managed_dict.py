# expect: ["apple"]
"""A list inside a managed dict is changed in place."""

from multiprocessing import Manager, Process


def add(basket):
    basket["fruit"].append("apple")


def main():
    with Manager() as m:
        basket = m.dict(fruit=[])
        p = Process(target=add, args=(basket,))
        p.start()
        p.join()
        return basket["fruit"]

"""A list is filled in a child."""
# expect: ["bun"]

from multiprocessing import Process

basket = []


def bake():
    basket.append("bun")


def main():
    basket.clear()
    p = Process(target=bake)
    p.start()
    p.join()
    return basket

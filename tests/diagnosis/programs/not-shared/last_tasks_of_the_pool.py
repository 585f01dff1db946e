# expect: [2, 3]
"""The first task returns its result, and those after it put theirs into their own lists."""

from multiprocessing import Pool

found = []


def numbers():
    return [1, 2]


def add_one(x):
    found.append(x + 1)


def main():
    with Pool(2) as pool:
        for x in pool.apply(numbers):
            pool.apply(add_one, (x,))
    return sorted(found)

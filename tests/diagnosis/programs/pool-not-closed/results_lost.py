# expect: [0, 1, 4, 9]
"""The with block is left before the tasks are done."""

from multiprocessing import Pool

results = []


def square(x):
    return x * x


def main():
    results.clear()
    with Pool(2) as pool:
        for i in range(4):
            pool.apply_async(square, (i,), callback=results.append)
    return sorted(results)

# expect: [0, 1]
"""The parent sleeps until the tasks of the pool are probably done."""

import time
from multiprocessing import Pool


def square(x):
    time.sleep(1)
    return x * x


def main():
    results = []
    with Pool(2) as pool:
        for x in range(2):
            pool.apply_async(square, (x,), callback=results.append)
        time.sleep(5)
    return sorted(results)

# expect: [1, 4, 9]
"""A worker dies, the executor says so, and the rest is done in a new one."""

import os
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool


def f(x, first):
    if x == 2 and first:
        os._exit(1)
    return x * x


def main():
    try:
        with ProcessPoolExecutor(1) as pool:
            return [w.result() for w in [pool.submit(f, n, True) for n in (1, 2, 3)]]
    except BrokenProcessPool:
        with ProcessPoolExecutor(1) as pool:
            return [w.result() for w in [pool.submit(f, n, False) for n in (1, 2, 3)]]

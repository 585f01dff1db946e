# expect: [1, 4]
"""A pool's result that is waited for with a limit."""

from multiprocessing import Pool


def square(n):
    return n * n


def main():
    with Pool(2) as pool:
        return [r.get(timeout=120) for r in [pool.apply_async(square, (n,)) for n in (1, 2)]]

"""The error of a task comes out of get()."""

from multiprocessing import Pool


def invert(x):
    return 1 / x


def main():
    with Pool(2) as pool:
        result = pool.apply_async(invert, (0,))
        return result.get()

# expect: [1, 4]
"""The with block ends the workers when all their results are there."""

from multiprocessing import Pool


def square(x):
    return x * x


def main():
    with Pool(2) as pool:
        results = [pool.apply_async(square, (x,)) for x in (1, 2)]
        return [result.get() for result in results]

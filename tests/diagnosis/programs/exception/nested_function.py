"""A function inside a function has no name by which a worker could find it."""

from multiprocessing import Pool


def main():
    def square(x):
        return x * x

    with Pool(2) as pool:
        return pool.map(square, [1, 2])

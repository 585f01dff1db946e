# expect: [0, 1, 4]
"""Each worker of a pool adds to its own copy of the list."""

from multiprocessing import Pool

squares = []


def square(x):
    squares.append(x * x)


def main():
    with Pool(2) as pool:
        pool.map(square, range(3), chunksize=1)
    return sorted(squares)

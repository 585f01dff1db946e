# expect: [0, null, 4, 9]
"""With chunks, imap() has nothing more after the first error: no work was cut short."""

from multiprocessing import Pool


def square(x):
    if x == 1:
        raise ValueError("no ones")
    return x * x


def main():
    got = []
    with Pool(2) as pool:
        squares = pool.imap(square, range(4), chunksize=2)
        while True:
            try:
                got.append(next(squares))
            except ValueError:
                got.append(None)
            except StopIteration:
                return got

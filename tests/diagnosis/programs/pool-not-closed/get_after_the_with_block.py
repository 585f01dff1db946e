"""The result is asked for when the with block has ended the workers."""

from multiprocessing import Pool


def square(x):
    return x * x


def main():
    with Pool(2) as pool:
        result = pool.apply_async(square, (3,))
    return result.get()

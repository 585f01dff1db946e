"""A task of the pool fails, nobody asks for its result."""

from multiprocessing import Pool


def divide(a, b):
    return a / b


def main():
    with Pool(2) as pool:
        pool.apply_async(divide, (1, 0))
        pool.close()
        pool.join()
    return "done"

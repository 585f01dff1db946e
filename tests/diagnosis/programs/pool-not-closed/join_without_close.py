"""join() of a pool that is open."""

from multiprocessing import Pool


def square(x):
    return x * x


def main():
    pool = Pool(2)
    result = pool.apply_async(square, (3,))
    pool.join()
    return result.get()

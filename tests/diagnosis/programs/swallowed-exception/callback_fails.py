"""A callback raises: the pool's thread for results is gone."""

from multiprocessing import Pool


def square(x):
    return x * x


def show(result):
    raise ValueError("can't show it")


def main():
    pool = Pool(1)
    pool.apply_async(square, (1,), callback=show)
    result = pool.apply_async(square, (2,))
    value = result.get()
    pool.close()
    pool.join()
    return value

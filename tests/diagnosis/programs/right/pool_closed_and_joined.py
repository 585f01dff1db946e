"""apply_async with a callback, close, join."""
# expect: [0, 1, 4]

from multiprocessing import Pool


def square(x):
    return x * x


def main():
    results = []
    pool = Pool(2)
    for i in range(3):
        pool.apply_async(square, (i,), callback=results.append)
    pool.close()
    pool.join()
    return sorted(results)

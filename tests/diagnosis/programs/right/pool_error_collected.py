"""The error of a task is asked for and handled."""
# expect: "no result"

from multiprocessing import Pool


def divide(a, b):
    return a / b


def main():
    with Pool(1) as pool:
        result = pool.apply_async(divide, (1, 0))
        try:
            return result.get()
        except ZeroDivisionError:
            return "no result"

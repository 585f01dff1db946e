# expect: "seen"
"""Two tasks fail, and only one of them is asked for what came of it."""

from concurrent.futures import ProcessPoolExecutor


def f(x):
    return 12 // x


def main():
    with ProcessPoolExecutor(2) as pool:
        first, _ = pool.submit(f, 0), pool.submit(f, 0)
        try:
            first.result()
        except ZeroDivisionError:
            return "seen"

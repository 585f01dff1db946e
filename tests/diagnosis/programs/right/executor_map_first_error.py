# expect: "bad input"
"""The first error of a map is raised and handled; the others are of the same map."""

from concurrent.futures import ProcessPoolExecutor


def f(x):
    return 12 // x


def main():
    with ProcessPoolExecutor(2) as pool:
        try:
            return list(pool.map(f, [1, 0, 0, 3]))
        except ZeroDivisionError:
            return "bad input"

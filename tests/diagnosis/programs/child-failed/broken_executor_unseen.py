# expect: "done"
"""A worker dies, and nobody asks for what its task has come to."""

import os
from concurrent.futures import ProcessPoolExecutor


def f(x):
    os._exit(1)


def main():
    with ProcessPoolExecutor(1) as pool:
        pool.submit(f, 1)
    return "done"

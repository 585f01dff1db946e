"""Interpreters in one process are not under control, and nothing is claimed of them."""

# since: 3.14
# tasks: main 9
from concurrent.futures import InterpreterPoolExecutor


def main():
    with InterpreterPoolExecutor(1) as pool:
        return pool.submit(pow, 2, 3).result()

# expect: [1, 2]
"""Futures are yielded as they end."""

from concurrent.futures import ThreadPoolExecutor, as_completed


def size(word):
    return len(word)


def main():
    with ThreadPoolExecutor(2) as pool:
        futures = [pool.submit(size, word) for word in ["a", "bb"]]
        return [future.result() for future in as_completed(futures)]

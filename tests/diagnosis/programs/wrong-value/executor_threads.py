# expect: 4
"""Threads of an executor share all variables of their process."""

from concurrent.futures import ThreadPoolExecutor

hits = {"n": 0}


def visit(page):
    n = hits["n"]
    n = n + 1
    hits["n"] = n


def main():
    hits["n"] = 0
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(visit, "abcd"))
    return hits["n"]

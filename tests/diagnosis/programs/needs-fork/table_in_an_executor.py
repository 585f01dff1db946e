"""The workers of an executor look into a table that only the program has filled."""

# expect: ["one", "two"]
# method: spawn
from concurrent.futures import ProcessPoolExecutor

table = {}


def look(n):
    return table.get(n)


def main():
    table.update({1: "one", 2: "two"})
    with ProcessPoolExecutor(2) as pool:
        return list(pool.map(look, [1, 2]))

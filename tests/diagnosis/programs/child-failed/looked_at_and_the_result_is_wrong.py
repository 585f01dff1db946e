# expect: [[1, 2], [0, 0]]
"""Exit codes are read, and told; what made one of them is what is wrong."""

from multiprocessing import Array, Process


def note(results, place):
    if place == 1:
        raise KeyError("price")
    results[place] = place + 1


def main():
    results = Array("i", 2)
    ps = [Process(target=note, args=(results, place)) for place in range(2)]
    for p in ps:
        p.start()
    for p in ps:
        p.join()
    return [results[:], [p.exitcode for p in ps]]

# expect: [2, 0]
"""Two count the same cell of an Array."""

from multiprocessing import Array, Process


def vote(votes):
    votes[0] += 1


def main():
    votes = Array("i", 2)
    ps = [Process(target=vote, args=(votes,)) for _ in range(2)]
    for p in ps:
        p.start()
    for p in ps:
        p.join()
    return list(votes)

# expect: [1, 2, 3]
"""Results come in the order in which tasks end, though none of them makes a call."""

from multiprocessing import Pool


def size(word):
    return len(word)


def main():
    got = []
    pool = Pool(2)
    for word in ["a", "bb", "ccc"]:
        pool.apply_async(size, (word,), callback=got.append)
    pool.close()
    pool.join()
    return got

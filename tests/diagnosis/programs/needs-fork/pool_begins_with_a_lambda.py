"""What a pool's workers begin with is packed up for each of them."""

# expect: [1, 4]
# method: spawn
from multiprocessing import Pool


def square(n):
    return n * n


def main():
    with Pool(2, initializer=lambda: print("begins")) as pool:
        return pool.map(square, [1, 2])

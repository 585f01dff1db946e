"""ProcessPoolExecutor.map keeps the order."""
# expect: [1, 4]

from concurrent.futures import ProcessPoolExecutor


def square(x):
    return x * x


def main():
    with ProcessPoolExecutor(2) as executor:
        return list(executor.map(square, [1, 2]))

"""A task is asked how it has ended before it has."""

from multiprocessing import Pool


def main():
    with Pool(1) as pool:
        result = pool.apply_async(abs, (-3,))
        return result.get() if result.successful() else None


if __name__ == "__main__":
    main()

"""Work is handed to a pool after it was told that no more will come."""

from multiprocessing import Pool


def main():
    pool = Pool(1)
    pool.close()
    found = pool.map(abs, [-3])
    pool.join()
    return found


if __name__ == "__main__":
    main()

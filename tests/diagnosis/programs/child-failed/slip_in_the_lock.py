"""A line with a slip fails while a lock is held: the line is what is wrong, not the lock."""

# tasks: clerk-1 9, clerk-2 8
from multiprocessing import Lock, Process


def clerk(till, prices):
    till.acquire()
    print(prices[3])
    till.release()


def main():
    till = Lock()
    clerks = [Process(target=clerk, name=f"clerk-{n}", args=(till, [1, 2])) for n in (1, 2)]
    for one in clerks:
        one.start()
    for one in clerks:
        one.join()


if __name__ == "__main__":
    main()

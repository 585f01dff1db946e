"""A clerk gives a lock back twice, fails, and takes another lock along."""

# tasks: clerk-1 12, clerk-2 8
from multiprocessing import Lock, Process


def clerk(till, stamp):
    till.acquire()
    stamp.acquire()
    # paid
    stamp.release()
    stamp.release()
    till.release()


def main():
    till, stamp = Lock(), Lock()
    clerks = [Process(target=clerk, name=f"clerk-{n}", args=(till, stamp)) for n in (1, 2)]
    for one in clerks:
        one.start()
    for one in clerks:
        one.join()


if __name__ == "__main__":
    main()

"""Who finds nothing ends itself, and the answer that is waited for is never sent."""

import sys
from multiprocessing import Process, Queue


def scout(valley, answers):
    if valley == "fog":
        sys.exit(3)
    answers.put(valley)


def main():
    answers = Queue()
    scouts = [Process(target=scout, name=v, args=(v, answers)) for v in ("oak", "fog")]
    for each in scouts:
        each.start()
    found = [answers.get() for _ in scouts]
    for each in scouts:
        each.join()
    return found


if __name__ == "__main__":
    main()

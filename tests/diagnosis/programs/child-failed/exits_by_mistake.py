"""The last line of the child is meant for those who found nothing, and all of them reach it."""

import sys
from multiprocessing import Process


def scout(valley):
    if valley == "oak":
        print("three wells")
    sys.exit(3)


def main():
    each = Process(target=scout, name="oak", args=("oak",))
    each.start()
    each.join()


if __name__ == "__main__":
    main()

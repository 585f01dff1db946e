"""An exception that is pickled, and can't be made again at the other end."""

from multiprocessing import Pool


class Refused(Exception):
    def __init__(self, who, why):
        super().__init__(f"{who}: {why}")


def ask(who):
    raise Refused(who, "no time")


def main():
    with Pool(2) as pool:
        return pool.apply(ask, ("Ann",))

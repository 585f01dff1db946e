# cause: resource-limit
# imap() reads all of its input at once.
import time
from multiprocessing import Pool


class BadLine(Exception):
    """This is no line of a log."""


class ServiceDown(Exception):
    """The service does not answer any more: there is no use in asking it again."""


def read_lines(path):
    """Given: yield the lines of a log, one by one. Raises OSError or UnicodeDecodeError."""
    with open(path, encoding="utf-8") as file:
        for line in file:
            time.sleep(0)  # wait for the disk, while others get on
            yield line.rstrip("\n")


def locate(line):
    """Given: ask a service for the visitor's country, such as "dk". Takes a second.

    Raises BadLine if there is no visitor in this line, and ServiceDown.
    """
    time.sleep(1)
    match line.split():
        case [_, visitor, _] if visitor.endswith(".down"):
            raise ServiceDown(visitor)
        case [_, visitor, _]:
            return visitor.rpartition(".")[2]
    raise BadLine(line)


def one(line):
    try:
        return "visit", locate(line)
    except BadLine:
        return "bad", line


def all_lines(files, unreadable):
    for f in files:
        try:
            yield from read_lines(f)
        except (OSError, UnicodeDecodeError):
            unreadable.append(f)


def analyse(files, workers, places):
    visits, bad, unreadable = {}, [], []
    with Pool(workers) as pool:
        for kind, what in pool.imap_unordered(one, all_lines(files, unreadable)):
            if kind == "bad":
                bad.append(what)
            else:
                visits[what] = visits.get(what, 0) + 1
    return {"visits": visits, "bad": bad, "unreadable": unreadable}

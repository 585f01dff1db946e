# cause: not-concurrent
# Everything is done in one process, one line after the other.
import time


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


def analyse(files, workers, places):
    visits, bad, unreadable = {}, [], []
    for f in files:
        try:
            for line in read_lines(f):
                try:
                    country = locate(line)
                    visits[country] = visits.get(country, 0) + 1
                except BadLine:
                    bad.append(line)
        except (OSError, UnicodeDecodeError):
            unreadable.append(f)
    return {"visits": visits, "bad": bad, "unreadable": unreadable}

# cause: pool-not-closed
# The with block of the pool is left while its tasks still run.
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


def analyse(files, workers, places):
    visits, bad, unreadable, errors = {}, [], [], []

    def collect(result):
        kind, what = result
        if kind == "bad":
            bad.append(what)
        else:
            visits[what] = visits.get(what, 0) + 1

    with Pool(workers) as pool:
        for f in files:
            try:
                for line in read_lines(f):
                    pool.apply_async(one, (line,), callback=collect, error_callback=errors.append)
            except (OSError, UnicodeDecodeError):
                unreadable.append(f)
    if errors:
        raise errors[0]
    return {"visits": visits, "bad": bad, "unreadable": unreadable}

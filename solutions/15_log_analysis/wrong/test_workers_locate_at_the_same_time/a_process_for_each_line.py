# cause: resource-limit
# As many processes as there is room for lines, and not as many as were asked for.
import time
from multiprocessing import Process, Queue


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


def look_up(line, results):
    try:
        results.put(("visit", locate(line)))
    except BadLine:
        results.put(("bad", line))
    except ServiceDown as e:
        results.put(("error", e))


def analyse(files, workers, places):
    results = Queue()
    visits, bad, unreadable = {}, [], []
    ps = []
    for f in files:
        try:
            for line in read_lines(f):
                p = Process(target=look_up, args=(line, results))
                p.start()
                ps.append(p)
        except (OSError, UnicodeDecodeError):
            unreadable.append(f)
    error = None
    for p in ps:
        kind, what = results.get()
        if kind == "visit":
            visits[what] = visits.get(what, 0) + 1
        elif kind == "bad":
            bad.append(what)
        else:
            error = what
    for p in ps:
        p.join()
    if error is not None:
        raise error
    return {"visits": visits, "bad": bad, "unreadable": unreadable}

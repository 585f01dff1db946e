# cause: child-never-ends
# The error is raised when all other lines have been looked up.
import time
from multiprocessing import Event, Process, Queue


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


def reader(files, lines, results, stop, workers):
    for f in files:
        try:
            for line in read_lines(f):
                lines.put(line)
        except (OSError, UnicodeDecodeError):
            results.put(("unreadable", f))
    for i in range(workers):
        lines.put(None)
    results.put(("done", None))


def worker(lines, results, stop):
    while True:
        line = lines.get()
        if line is None:
            break
        try:
            country = locate(line)
            results.put(("visit", country))
        except BadLine:
            results.put(("bad", line))
        except ServiceDown as e:
            results.put(("error", e))
    results.put(("done", None))


def analyse(files, workers, places):
    lines = Queue(places)
    results = Queue()
    stop = Event()
    ps = [Process(target=reader, args=(files, lines, results, stop, workers))]
    for i in range(workers):
        ps.append(Process(target=worker, args=(lines, results, stop)))
    for p in ps:
        p.start()
    visits, bad, unreadable = {}, [], []
    error = None
    done = 0
    while done < len(ps):
        kind, what = results.get()
        if kind == "visit":
            visits[what] = visits.get(what, 0) + 1
        elif kind == "bad":
            bad.append(what)
        elif kind == "unreadable":
            unreadable.append(what)
        elif kind == "error":
            error = what
        else:
            done += 1
    for p in ps:
        p.join()
    if error is not None:
        raise error
    return {"visits": visits, "bad": bad, "unreadable": unreadable}

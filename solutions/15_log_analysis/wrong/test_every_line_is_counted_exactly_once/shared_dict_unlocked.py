# cause: lost-update
# All workers count in one managed dict, without a lock.
import time
from multiprocessing import Manager, Process, Queue


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


def reader(files, lines, unreadable, errors, workers):
    for f in files:
        try:
            for line in read_lines(f):
                if len(errors) > 0:
                    break
                lines.put(line)
        except (OSError, UnicodeDecodeError):
            unreadable.append(f)
    for i in range(workers):
        lines.put(None)


def worker(lines, visits, bad, errors):
    while True:
        line = lines.get()
        if line is None:
            break
        if len(errors) > 0:
            continue
        try:
            country = locate(line)
        except BadLine:
            bad.append(line)
        except ServiceDown as e:
            errors.append(e)
        else:
            visits[country] = visits.get(country, 0) + 1


def analyse(files, workers, places):
    with Manager() as manager:
        lines = Queue(places)
        visits = manager.dict()
        bad = manager.list()
        unreadable = manager.list()
        errors = manager.list()
        ps = [Process(target=reader, args=(files, lines, unreadable, errors, workers))]
        for i in range(workers):
            ps.append(Process(target=worker, args=(lines, visits, bad, errors)))
        for p in ps:
            p.start()
        for p in ps:
            p.join()
        if len(errors) > 0:
            raise errors[0]
        return {"visits": dict(visits), "bad": list(bad), "unreadable": list(unreadable)}

# cause: duplicate-item
# A line without an answer after half a second is put again, and both answers are counted.
import time
from multiprocessing import Event, Process, Queue
from queue import Empty


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


def worker(lines, results, stop):
    while True:
        line = lines.get()
        if line is None:
            break
        if stop.is_set():
            continue
        try:
            country = locate(line)
            results.put(("visit", country))
        except BadLine:
            results.put(("bad", line))
        except ServiceDown as e:
            stop.set()
            results.put(("error", e))
    results.put(("done", None))


def analyse(files, workers, places):
    lines = Queue(places)
    results = Queue()
    stop = Event()
    ps = [Process(target=worker, args=(lines, results, stop)) for i in range(workers)]
    for p in ps:
        p.start()
    found = []
    unreadable = []
    for f in files:
        try:
            for line in read_lines(f):
                lines.put(line)
                try:
                    found.append(results.get(timeout=0.5))
                except Empty:
                    lines.put(line)     # no answer, so ask again
        except (OSError, UnicodeDecodeError):
            unreadable.append(f)
    for p in ps:
        lines.put(None)
    done = 0
    while done < workers:
        kind, what = results.get()
        if kind == "done":
            done += 1
        else:
            found.append((kind, what))
    for p in ps:
        p.join()
    visits, bad = {}, []
    for kind, what in found:
        if kind == "error":
            raise what
        if kind == "bad":
            bad.append(what)
        else:
            visits[what] = visits.get(what, 0) + 1
    return {"visits": visits, "bad": bad, "unreadable": unreadable}

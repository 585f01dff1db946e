# cause: read-too-early
# The counts are read when all lines are read, while the workers are still at work.
import time
from multiprocessing import Event, Process, Queue, SimpleQueue, Value


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


def reader(files, lines, unreadable, down, workers):
    for f in files:
        try:
            for line in read_lines(f):
                if down.is_set():
                    break
                lines.put(line)
        except (OSError, UnicodeDecodeError):
            unreadable.put(f)
    for i in range(workers):
        lines.put(None)


def worker(lines, counts, bad, down):
    while True:
        line = lines.get()
        if line is None:
            break
        if down.is_set():
            continue
        try:
            country = locate(line)
        except BadLine:
            bad.put(line)
        except ServiceDown:
            down.set()
        else:
            with counts[country].get_lock():
                counts[country].value += 1


def analyse(files, workers, places):
    lines = Queue(places)
    bad, unreadable = SimpleQueue(), SimpleQueue()
    down = Event()
    counts = {c: Value("i", 0) for c in ("dk", "fr", "de", "es", "it", "pl")}
    ps = [Process(target=reader, args=(files, lines, unreadable, down, workers))]
    for i in range(workers):
        ps.append(Process(target=worker, args=(lines, counts, bad, down)))
    for p in ps:
        p.start()
    ps[0].join()   # all lines are read
    found = {"visits": {c: n.value for c, n in counts.items() if n.value > 0}}
    for name, queue in (("bad", bad), ("unreadable", unreadable)):
        found[name] = []
        while not queue.empty():
            found[name].append(queue.get())
    if down.is_set():
        raise ServiceDown()
    return found

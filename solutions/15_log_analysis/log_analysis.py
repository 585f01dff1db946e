"""Log analysis: where do the visitors of a shop come from?"""

import time
from collections import Counter
from multiprocessing import Event, Process, Queue
from pathlib import Path

END = None  # no line is None


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


def read(files, workers, lines, results, stop):
    """First stage: pass all lines on, until told to stop; then send the workers home."""
    try:
        for name in files:
            try:
                for line in read_lines(name):
                    if stop.is_set():
                        return
                    lines.put(line)
            except (OSError, UnicodeDecodeError):
                results.put(("unreadable", name))
    finally:
        for _ in range(workers):
            lines.put(END)
        results.put(("end", None))


def work(lines, results, stop):
    """Second stage: locate; after a failure, of whomever, only take what is left."""
    while (line := lines.get()) is not END:
        if stop.is_set():
            continue
        try:
            results.put(("visits", locate(line)))
        except BadLine:
            results.put(("bad", line))
        except Exception as error:
            stop.set()
            results.put(("failed", error))
    results.put(("end", None))


def analyse(files, workers, places):
    """Count the visits from each country: the last stage, which outlives the others."""
    lines = Queue(maxsize=places)
    results = Queue()
    stop = Event()
    stages = [Process(target=read, name="reader", args=(files, workers, lines, results, stop))]
    for number in range(workers):
        name = f"worker-{number}"
        stages.append(Process(target=work, name=name, args=(lines, results, stop)))
    for process in stages:
        process.start()
    found = {"visits": [], "bad": [], "unreadable": [], "failed": [], "end": []}
    while len(found["end"]) < len(stages):
        kind, what = results.get()
        found[kind].append(what)
    for process in stages:
        process.join()
    if found["failed"]:
        raise found["failed"][0]
    return {
        "visits": dict(Counter(found["visits"])),
        "bad": found["bad"],
        "unreadable": found["unreadable"],
    }


if __name__ == "__main__":
    print("Three days of the shop, and one log that is not there.")
    logs = Path(__file__).with_name("logs")
    days = [str(logs / f"{day}.log") for day in ("monday", "tuesday", "wednesday", "thursday")]
    for what, found in analyse(days, workers=4, places=2).items():
        print(what, found)

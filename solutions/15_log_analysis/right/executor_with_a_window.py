"""An executor, which never has more than a few lines at once."""

import time
from collections import Counter
from concurrent.futures import ALL_COMPLETED, FIRST_COMPLETED, ProcessPoolExecutor, wait


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


def all_lines(files, unreadable):
    for name in files:
        try:
            yield from read_lines(name)
        except (OSError, UnicodeDecodeError):
            unreadable.append(name)


def analyse(files, workers, places):
    visits, bad, unreadable = Counter(), [], []
    running = {}

    def collect(when):
        done, _ = wait(running, return_when=when)
        for future in done:
            line = running.pop(future)
            try:
                visits[future.result()] += 1
            except BadLine:
                bad.append(line)

    with ProcessPoolExecutor(workers) as executor:
        for line in all_lines(files, unreadable):
            running[executor.submit(locate, line)] = line
            if len(running) == workers + places:
                collect(FIRST_COMPLETED)
        while running:
            collect(ALL_COMPLETED)
    return {"visits": dict(visits), "bad": bad, "unreadable": unreadable}

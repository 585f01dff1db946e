"""Log analysis: where do the visitors of a shop come from? The task is in README.md."""

import time
from pathlib import Path


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
    """Count the visits from each country in all `files`.

    A reader passes the lines on to `workers` processes, which locate the visitors; at most
    `places` lines wait to be taken. Returns {"visits": {country: number}, "bad": [line, ...],
    "unreadable": [file, ...]}. Raises ServiceDown if a worker does. No process is left then.
    """
    # TODO 1: the stages: who reads, who locates, who counts? How does each learn of the end?
    # TODO 2: what if a file can't be read, or a line is bad?
    # TODO 3: what if the service is down: who has to stop, and who waits for whom?
    raise NotImplementedError("TODO 1: analyse()")


if __name__ == "__main__":
    print("Three days of the shop, and one log that is not there.")
    logs = Path(__file__).with_name("logs")
    days = [str(logs / f"{day}.log") for day in ("monday", "tuesday", "wednesday", "thursday")]
    try:
        for what, found in analyse(days, workers=4, places=2).items():
            print(what, found)
    except NotImplementedError as todo:
        print("Still to do:", todo)

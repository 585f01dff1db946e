"""Workers are a Process subclass; the caller reads, and waits until all lines are done."""

import time
from multiprocessing import Event, JoinableQueue, Process, Queue


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


class Worker(Process):
    def __init__(self, lines, answers, failed):
        super().__init__(daemon=True)
        self.lines = lines
        self.answers = answers
        self.failed = failed

    def run(self):
        for line in iter(self.lines.get, "END"):
            try:
                if not self.failed.is_set():
                    self.answers.put(self.answer(line))
            finally:
                self.lines.task_done()
        self.answers.put(None)

    def answer(self, line):
        try:
            return "visits", locate(line)
        except BadLine:
            return "bad", line
        except ServiceDown as error:
            self.failed.set()
            return "failed", error


def all_lines(files, unreadable):
    for name in files:
        try:
            yield from read_lines(name)
        except (OSError, UnicodeDecodeError):
            unreadable.append(name)


def analyse(files, workers, places):
    lines, answers, failed = JoinableQueue(places), Queue(), Event()
    team = [Worker(lines, answers, failed) for _ in range(workers)]
    for one in team:
        one.start()
    found = {"visits": {}, "bad": [], "unreadable": []}
    for line in all_lines(files, found["unreadable"]):
        if failed.is_set():
            break
        lines.put(line)
    lines.join()
    for _ in team:
        lines.put("END")
    failure = None
    ended = 0
    while ended < workers:
        answer = answers.get()
        if answer is None:
            ended += 1
            continue
        kind, what = answer
        if kind == "failed":
            failure = what
        elif kind == "bad":
            found["bad"].append(what)
        else:
            found["visits"][what] = found["visits"].get(what, 0) + 1
    for one in team:
        one.join()
    if failure:
        raise failure
    return found

"""Started with spawn; a pipe to each worker, and a line for whoever has answered."""

import time
from collections import Counter
from multiprocessing import get_context
from multiprocessing.connection import wait


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


def work(pipe):
    with pipe:
        for line in iter(pipe.recv, None):
            try:
                pipe.send(("visits", locate(line)))
            except BadLine:
                pipe.send(("bad", line))
            except Exception as error:
                pipe.send(("failed", error))


def all_lines(files, unreadable):
    for name in files:
        try:
            yield from read_lines(name)
        except (OSError, UnicodeDecodeError):
            unreadable.append(name)


def analyse(files, workers, places):
    ctx = get_context("spawn")
    processes, idle, busy = [], [], []
    for _ in range(workers):
        mine, theirs = ctx.Pipe()
        process = ctx.Process(target=work, args=(theirs,))
        process.start()
        theirs.close()
        processes.append(process)
        idle.append(mine)
    found = {"visits": [], "bad": [], "unreadable": [], "failed": []}

    def hear():
        for pipe in wait(busy):
            kind, what = pipe.recv()
            found[kind].append(what)
            busy.remove(pipe)
            idle.append(pipe)

    for line in all_lines(files, found["unreadable"]):
        while not idle:
            hear()
        if found["failed"]:
            break
        pipe = idle.pop()
        pipe.send(line)
        busy.append(pipe)
    while busy:
        hear()
    for pipe in idle:
        pipe.send(None)
    for process in processes:
        process.join()
    if found.pop("failed"):
        raise ServiceDown
    return {**found, "visits": dict(Counter(found["visits"]))}

"""A pool; a semaphore counts the places, and each answer frees one."""

import threading
import time
from collections import Counter
from functools import partial
from multiprocessing import Pool


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
    answers, unreadable = [], []
    free = threading.Semaphore(workers + places)
    down = threading.Event()

    def answered(line, answer):
        answers.append((line, answer))
        if isinstance(answer, ServiceDown):
            down.set()
        free.release()

    with Pool(workers) as pool:
        for name in files:
            try:
                for line in read_lines(name):
                    free.acquire()
                    if down.is_set():
                        break
                    pool.apply_async(
                        locate,
                        (line,),
                        callback=partial(answered, line),
                        error_callback=partial(answered, line),
                    )
            except (OSError, UnicodeDecodeError):
                unreadable.append(name)
        pool.close()
        pool.join()
    for line, answer in answers:
        if isinstance(answer, Exception) and not isinstance(answer, BadLine):
            raise answer
    bad = [line for line, answer in answers if isinstance(answer, BadLine)]
    visits = Counter(answer for line, answer in answers if isinstance(answer, str))
    return {"visits": dict(visits), "bad": bad, "unreadable": unreadable}

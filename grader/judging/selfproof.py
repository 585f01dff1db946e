"""Does the control hold on a Python that nobody has tried it on? Small programs that tell.

Each CPython changes its own inside, which is what the engine replaces. On a version that is newer
than those the project is tested on, these programs are explored before any verdict is given: four
whose mistake must be found and named, and three that must come clean with their one value.
"""

from __future__ import annotations

import json
import sys
import sysconfig
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from grader.diagnosis import diagnose, is_faulty
from grader.errors import GraderFault
from grader.kernel.controller import Controller
from grader.model.program import Program
from grader.model.trace import Trace
from grader.search.explore import explore
from grader.settings import Settings

FIRST, LAST = (3, 11), (3, 15)
"""The versions of CPython that every test of the project is run on, from the first to the last."""

SCHEDULES = 12
"""For each program: their mistakes come within the first ten."""

CLEAN = "clean"


class Untrusted(GraderFault):
    """The control does not hold on this Python, so no verdict is given."""

    says_all = True


@dataclass(frozen=True, slots=True)
class Sample:
    """A program with what must come out: ``clean``, or the cause of what is wrong with it."""

    name: str
    source: str
    verdict: str
    value: str = "null"  # what main() must return, as JSON


@dataclass(frozen=True, slots=True)
class Shown:
    """What came out for one program."""

    sample: Sample
    verdict: str

    @property
    def holds(self) -> bool:
        """Whether it is what must come out."""
        return self.verdict == self.sample.verdict


COUNTER = """\
from multiprocessing import Lock, Process, Value

def add(value, lock):
    {body}

def main():
    value, lock = Value("i", 0), Lock()
    children = [Process(target=add, args=(value, lock)) for _ in range(2)]
    for child in children:
        child.start()
    for child in children:
        child.join()
    return value.value
"""
LOCKS = """\
from multiprocessing import Lock, Process

def take(first, second):
    with first:
        with second:
            pass

def main():
    one, two = Lock(), Lock()
    children = [Process(target=take, args=(one, two)), Process(target=take, args=(two, one))]
    for child in children:
        child.start()
    for child in children:
        child.join()
"""
QUEUE = """\
from multiprocessing import Process, Queue

def fill(queue):
    for item in [1, 2, 3{end}]:
        queue.put(item)

def main():
    queue, found = Queue(), []
    filler = Process(target=fill, args=(queue,))
    filler.start()
    while (item := queue.get()) is not None:
        found.append(item)
    filler.join()
    return found
"""
THREADS = """\
from multiprocessing import Pipe, Pool, Process
from threading import Lock, Thread

def double(number):
    return 2 * number

def speak(end):
    end.send("done")
    end.close()

def main():
    found, lock = [], Lock()
    def work():
        with lock:
            found.append(len(found))
    threads = [Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with Pool(2) as pool:
        doubled = pool.map(double, found)
    here, there = Pipe(duplex=False)
    child = Process(target=speak, args=(there,))
    child.start()
    there.close()
    said = [here.recv()]
    try:
        here.recv()
    except EOFError:
        said.append("end")
    child.join()
    return doubled + said
"""
UNCLOSED = """\
from multiprocessing import Pipe, Process

def speak(end):
    end.send(1)

def main():
    here, there = Pipe(duplex=False)
    child = Process(target=speak, args=(there,))
    child.start()
    here.recv()
    here.recv()
"""

SAMPLES = (
    Sample("lost update", COUNTER.format(body="value.value += 1"), "lost-update", "2"),
    Sample("counter with a lock", COUNTER.format(body="with lock: value.value += 1"), CLEAN, "2"),
    Sample("locks in opposite order", LOCKS, "lock-cycle"),
    Sample("queue without an end mark", QUEUE.format(end=""), "no-more-producers", "[1, 2, 3]"),
    Sample("queue with an end mark", QUEUE.format(end=", None"), CLEAN, "[1, 2, 3]"),
    Sample("end of a pipe left open", UNCLOSED, "pipe-end-left-open"),
    Sample("threads, pool and pipe", THREADS, CLEAN, '[0, 2, "done", "end"]'),
)


def is_newer(version: Sequence[int] = sys.version_info[:2]) -> bool:
    """Say whether a version is newer than those that the project is tested on."""
    return tuple(version[:2]) > LAST


def prove(settings: Settings, samples: Sequence[Sample] = SAMPLES) -> Iterator[Shown]:
    """Explore each program, and yield what came out."""
    few = settings.with_("self-proof", schedules=SCHEDULES)
    for sample in samples:
        yield Shown(sample, _verdict(sample, few))


def _verdict(sample: Sample, settings: Settings) -> str:
    wanted = json.loads(sample.value)

    def rejects(trace: Trace) -> bool:
        return is_faulty(trace) or trace.value != wanted

    with Controller(Program("program.py", sample.source, "main"), settings) as machine:
        explored = explore(machine, program=sample.name, settings=settings, rejects=rejects)
    failure = explored.failure
    if failure is None:
        return CLEAN
    finding = diagnose(
        failure.trace,
        replay=failure.replay,
        schedule=failure.number,
        expected=sample.value,
        siblings=tuple(run.trace for run in explored.runs if run.number != failure.number),
    )
    return finding.cause if finding else CLEAN


def trust(
    settings: Settings,
    say: Callable[[str], None],
    version: Sequence[int] = sys.version_info[:2],
    *,
    shown: Callable[[Settings], Iterator[Shown]] = prove,
    free_threaded: bool = bool(sysconfig.get_config_var("Py_GIL_DISABLED")),
) -> None:
    """Return on a Python that the project is tested on, or where its own programs hold.

    On a newer one, ``say`` is told so in one line. Raises Untrusted where a program does not hold,
    and on a build without the global lock, on which nothing is tried.
    """
    if free_threaded:
        raise Untrusted(
            "This Python was built to run without its global lock (free threading). The control of "
            "threads is not proven there, so no verdict is given. Use the usual build of Python "
            f"{_dotted(version[:2])}."
        )
    if not is_newer(version):
        return
    name = f"Python {version[0]}.{version[1]}"
    tested = f"{_dotted(FIRST)} to {_dotted(LAST)}"
    results = list(shown(settings))
    for one in results:
        if not one.holds:
            raise Untrusted(
                f"The control of processes does not hold on {name}, which is newer than the "
                f"versions that this grader was tested on ({tested}): its own program "
                f"'{one.sample.name}' must be told {one.sample.verdict}, and was told "
                f"{one.verdict}. No verdict is given. Use one of these versions, or a newer grader."
            )
    say(
        f"{name} is newer than the versions that this grader was tested on ({tested}). "
        f"{len(results)} programs of its own were explored first, and each came out as it must."
    )


def _dotted(version: Sequence[int]) -> str:
    return ".".join(map(str, version))

"""The processes that grade a class: one for each student, as many at a time as were asked for.

A worker that breaks costs one attempt: after the second, that student's checks are unsure, and all
others are as if nothing had happened.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor, as_completed, wait
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from queue import SimpleQueue
from typing import Protocol

from grader.commands.jobs import StudentJob
from grader.commands.student_pages import write_student_page
from grader.commands.unsure import unsure_report
from grader.course.course import Course
from grader.model.results import StudentReport
from grader.report.data.results_json import student_from_json

ATTEMPTS = 2
"""How often a student is tried whose worker breaks."""

WORKER_SECONDS = 3600
"""A last resort for a worker that hangs, which is our own fault; each check has its own guard."""

END_SECONDS = 10
"""What a worker gets to clean up when the grading is stopped."""


class Watch(Protocol):
    """Who wants to see how the grading goes on."""

    def begin(self, count: int) -> None:
        """There are so many students."""

    def started(self, student: str) -> None:
        """A worker has begun with this student."""

    def finished(self, report: StudentReport, *, kept: bool) -> None:
        """This student is done; ``kept``: by an earlier run."""


def kept_report(job: StudentJob) -> StudentReport | None:
    """Return the report of an earlier run, if it is still what grading anew would give."""
    try:
        data = json.loads(job.state.read_text("utf-8"))
        if data["key"] != job.key or not job.page.is_file():
            return None
        return student_from_json(data["report"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


class Workers:
    """The processes that are grading now."""

    def __init__(
        self, command: Sequence[str], course: Course, count: int, watch: Watch, lock: int
    ) -> None:
        self._command = command
        self._course = course
        self._count = count
        self._held = lock  # by the workers too: none may write once another grader has begun
        self._watch = watch
        self._lock = threading.Lock()
        self._alive: set[subprocess.Popen[str]] = set()
        self._stopping = False
        self._pool = ThreadPoolExecutor(count)
        self._futures: list[Future[StudentReport]] = []
        self._shares: SimpleQueue[tuple[int, ...]] = SimpleQueue()

    def begin(self, jobs: Sequence[StudentJob]) -> Iterator[Future[StudentReport]]:
        """Start to grade; return an iterator of the students' reports as they are finished."""
        for share in _shares(self._count, len(jobs)):
            self._shares.put(share)
        self._futures = [self._pool.submit(self._grade, job) for job in jobs]
        return as_completed(self._futures)

    def end(self) -> None:
        """Stop what still runs, and let it clean up; at most END_SECONDS."""
        with self._lock:
            self._stopping = True
            for process in self._alive:
                process.terminate()
        self._pool.shutdown(wait=False, cancel_futures=True)
        wait([one for one in self._futures if not one.cancelled()], timeout=END_SECONDS)
        with self._lock:
            for process in self._alive:
                _kill(process)

    def _grade(self, job: StudentJob) -> StudentReport:
        cores = self._shares.get()
        try:
            self._watch.started(job.hand_in.student)
            why = ""
            for _ in range(ATTEMPTS):
                job.state.unlink(missing_ok=True)
                why = self._run(job, cores)
                if report := kept_report(job):
                    return report
                if self._stopping:
                    raise CancelledError
            report = unsure_report(
                self._course,
                job.hand_in,
                why,
                attempts=ATTEMPTS,
                input_hash=job.input_hash,
            )
            write_student_page(job.page, report)
            return report
        finally:
            self._shares.put(cores)

    def _run(self, job: StudentJob, cores: tuple[int, ...]) -> str:
        """Run a worker to its end; return what it said if it failed."""
        with self._lock:
            if self._stopping:
                return "it was stopped"
            process = start_worker(self._command, (self._held,))
            self._alive.add(process)
        try:
            return what_it_said(process, replace(job, cores=cores))
        finally:
            with self._lock:
                self._alive.discard(process)


def start_worker(command: Sequence[str], held: tuple[int, ...] = ()) -> subprocess.Popen[str]:
    """Start a worker, which waits for its job; ``held`` are descriptors of locks that it holds."""
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        env=worker_environment(),
        pass_fds=held,
        start_new_session=True,  # Ctrl-C is for us: we end the workers in order
    )


def what_it_said(process: subprocess.Popen[str], job: StudentJob) -> str:
    """Give a worker its job and wait for its end; return how it ended, for who finds no report."""
    with process:
        try:
            _, said = process.communicate(job.to_json(), timeout=WORKER_SECONDS)
        except subprocess.TimeoutExpired:
            _kill(process)
            return f"it did not end within {WORKER_SECONDS} seconds"
        except KeyboardInterrupt:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(END_SECONDS)
            _kill(process)
            raise
    last = said.strip().rpartition("\n")[2][:500]
    return f"it ended with code {process.returncode}: {last or 'without a word'}"


def worker_environment() -> dict[str, str]:
    """Return a worker's environment: it finds this package, and imports nothing from here.

    An empty part of PYTHONPATH would be the folder where the command was given.
    """
    package = str(Path(__file__).resolve().parents[2])
    paths = [package, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONSAFEPATH": "1"}


def _shares(jobs: int, students: int) -> list[tuple[int, ...]]:
    """Return which processors each worker stays on: one exploration runs on each.

    With fewer students than jobs, a worker has several, and grades exercises side by side.
    """
    cores = sorted(os.sched_getaffinity(0))
    places = [cores[number % len(cores)] for number in range(jobs)]
    workers = max(1, min(jobs, students))
    return [tuple(places[first::workers]) for first in range(workers)]


def _kill(process: subprocess.Popen[str]) -> None:
    """Kill a worker and its session; a sandbox ends by itself when its grader is gone."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)

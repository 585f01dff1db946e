"""Each benchmark runs at its smallest size; what is asserted is the shape of what it prints."""

from __future__ import annotations

import re

import click
import pytest
from click.testing import CliRunner

from tests.benchmarks import schedule_floor, time_to_verdict, verdict_latency

NUMBER = r" *\d+(\.\d+)?"


def printed(command: click.Command, *options: str) -> list[str]:
    result = CliRunner().invoke(command, options, catch_exceptions=False)
    assert result.exit_code == 0
    return result.output.splitlines()


def test_the_engine_is_compared_with_bare_forks() -> None:
    options = ("--rounds", "1", "--processes", "2", "--operations", "10")
    head, row, total = printed(schedule_floor.main, *options)
    assert head.split() == [
        *("processes", "operations", "messages", "engine", "ms", "kernel", "ms"),
        *("floor", "ms", "ratio", "plain", "ms", "control", "schedules/s", "free"),
    ]
    assert re.fullmatch(NUMBER * 11, row)
    assert row.split()[:2] == ["2", "10"]
    assert total.startswith("ratio ")


def test_the_engine_is_compared_with_a_time_out() -> None:
    head, row, total = printed(time_to_verdict.main, "--most", "1", "--limit", "0.1")
    assert head.split() == ["engine", "s", "schedules", "plainly", "cause", "found", "solution"]
    assert re.fullmatch(NUMBER + NUMBER + r"  (killed \d+ s|ran [\d.]+ s) +[\w-]+ +\S+: \S+", row)
    assert total.startswith("engine: 1 of 1 found")


def test_the_course_has_each_deadlock_that_is_timed_and_one_of_each_is_enough() -> None:
    causes = [subject.cause for subject in time_to_verdict.subjects(every=False)]
    assert sorted(causes) == sorted(time_to_verdict.DEADLOCKS)


TASKS = dict(zip(verdict_latency.PROGRAMS, (1, 3, 6, 2), strict=True))
"""Main and its workers; and the thread that feeds the queue."""


@pytest.mark.parametrize("name", verdict_latency.PROGRAMS)
def test_the_time_from_the_last_step_to_the_report_is_measured(name: str) -> None:
    row = verdict_latency.measure(name, 1)
    assert (row.name, row.tasks) == (name, TASKS[name])
    assert 0 < row.known < row.told
    assert row.known < row.over


def test_a_table_of_latencies_has_a_line_for_each_program() -> None:
    head, *rows = printed(verdict_latency.main, "--runs", "1")
    assert head.split() == ["tasks", "known", "ms", "told", "ms", "cleared", "ms", "program"]
    assert len(rows) == len(verdict_latency.PROGRAMS)
    assert all(re.fullmatch(NUMBER * 4 + r"  \S.*", row) for row in rows)

"""A sample of the proofs; the whole of them by ``python -m tests.power.run``."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from grader.commands.verify import subjects
from grader.course.course import load_course
from grader.model.program import Program
from grader.settings import Settings
from tests.power.plain import EXERCISES, compare, table
from tests.power.published import NEVER, PUBLISHED, Published
from tests.power.run import PROGRAMS, SLOW, first_failure, main, names, program, told


@pytest.mark.parametrize("name", [name for name in names() if name != "philosophers_5"])
def test_the_budget_of_a_check_is_enough_for_each_mistake(name: str) -> None:
    limit = Settings().schedules
    found = first_failure(program(name), "mix", seed=0, limit=limit)
    assert found <= limit


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("account", 2),
        ("arithmetic_prog", 1),
        ("carter01", 2),
        ("deadlock01", 2),
        ("philosophers_3", 2),
        ("reorder_5", 2),
        ("reorder_10", 2),
    ],
)
def test_by_deviations_the_first_failure_comes_at_the_same_schedule_each_time(
    name: str, number: int
) -> None:
    assert first_failure(program(name), "bounded", seed=0, limit=10) == number


def test_what_was_not_found_is_said_to_be_so() -> None:
    assert first_failure(program("philosophers_4"), "pct", seed=0, limit=3) == NEVER
    assert told([NEVER, NEVER], 3) == ">3 (2/2 missed)"
    assert told([NEVER, 2, 1], 3) == "2 (1/3 missed)"
    assert told([4, 2, 9], 10) == "4 (2-9)"
    assert told([2, 2], 10) == "2"


def test_the_table_has_a_row_for_each_program() -> None:
    words = ["--only", "deadlock01", "--strategy", "bounded", "--strategy", "mix"]
    done = CliRunner().invoke(main, [*words, "--seeds", "2", "--limit", "5", "--jobs", "1"])
    assert done.exit_code == 0
    assert done.output.splitlines() == [
        "| program | bounded | mix | random | PCT-3 | POS | SURW |",
        "|---|---|---|---|---|---|---|",
        "| deadlock01 | 2 | 2 | 3 | 13 | 4 | 2 |",
    ]


def test_one_among_many_like_processes_is_soon_let_go_first() -> None:
    """Each of the writers can be stopped at as many places; what they show is much the same."""
    source = (PROGRAMS / "twostage_100.py").read_text()
    for writers in 5, 20:
        many = Program("p.py", source.replace("WRITERS = 99", f"WRITERS = {writers}"))
        assert first_failure(many, "bounded", seed=0, limit=50) == 11


def test_every_published_program_is_there() -> None:
    assert set(PUBLISHED) <= set(names(slow=True))
    assert set(SLOW) <= set(names(slow=True))
    assert Published(18, 4, 5).best == 4
    assert Published().best is None


def test_a_plain_run_sees_a_crash_and_seldom_a_race() -> None:
    """A lost update that no plain run of a few tickets shows is a fact under control."""
    course = load_course(EXERCISES)
    wanted = "03_lock: wrong/test_no_ticket_is_sold_twice/"
    subject = next(s for s in subjects(course) if wanted in s.name)
    (row,) = compare([subject], runs=1, limit=10.0, at_once=2, jobs=1)
    assert (row.wrong, row.engine, row.named) == (True, True, True)
    (line,) = [line for line in table([row], 1) if line.startswith("| mistakes seen, of 1 ")]
    assert line == f"| mistakes seen, of 1 | {int(bool(row.plain.seen))} | 1 |"

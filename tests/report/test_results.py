"""results.json: what is written can be read again, and nothing else can."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from grader.model.exploration import Exploration, OutcomeCount
from grader.model.source import SourceText
from grader.report.data.explore_json import exploration_json, plain
from grader.report.data.results_json import class_to_json, student_from_json, student_to_json
from tests.report.samples import ALICE, CLASS, EVIL, FINDING, MORE


def test_the_whole_class() -> None:
    data: Any = json.loads(json.dumps(class_to_json(CLASS)))
    students = data.pop("students")
    assert data == {
        "format": 1,
        "grader": "0.1.0",
        "course": "",
        "course_folder": "",
        "title": "Autumn",
        "isolation": "full",
        "seed": 7,
        "seconds": 12.5,
        "notes": [],
    }
    assert [student["student"] for student in students] == ["alice", EVIL.student]


def test_one_check_field_by_field() -> None:
    data: Any = student_to_json(ALICE)
    assert (data["earned"], data["points"]) == (2.5, 8)
    exercise = data["exercises"][0]
    assert (exercise["exercise"], exercise["file"], exercise["earned"]) == (
        "03_lock",
        "lock.py",
        2.5,
    )
    check = exercise["checks"][1]
    assert check == {
        "name": "test_two_clerks",
        "title": "Two clerks never wait for each other.",
        "verdict": "failed",
        "earned": 0.5,
        "points": 3,
        "bonus": False,
        "missing": False,
        "message": FINDING.message,
        "finding": {
            "kind": "deadlock",
            "cause": "lock-cycle",
            "message": FINDING.message,
            "advice": "Which one does each of them take first, and who has the other one at that "
            "moment?",
            "replay": "K3:0-0-1-1",
            "schedule": 4,
            "tasks": [
                {
                    "name": "clerk-1",
                    "state": "blocked",
                    "line": 12,
                    "cell": None,
                    "file": "lock.py",
                    "holds": ["accounts[0]"],
                    "waits_for": "accounts[1]",
                },
                {
                    "name": "main",
                    "state": "ended",
                    "line": None,
                    "cell": None,
                    "file": "",
                    "holds": [],
                    "waits_for": None,
                },
            ],
        },
        "hints": ["Who takes which lock first?", "Compare the order in both functions."],
        "schedules": 4,
        "bound": "the first failing schedule of at most 200",
        "start_method": "",
        "replay_command": "grader replay K3:0-0-1-1 lock.py --check 03_lock/test_two_clerks",
    }
    assert data["exercises"][1]["file"] is None


def test_bonus_points_of_a_student_an_exercise_and_a_check() -> None:
    data: Any = student_to_json(MORE)
    full, extra = data["exercises"]
    sums = ("earned", "points", "bonus", "bonus_points")
    assert [[each[name] for name in sums] for each in (data, full, extra)] == [
        [7, 2, 5, 10],
        [2, 2, 0, 0],
        [5, 0, 5, 10],
    ]
    assert [check["bonus"] for check in extra["checks"]] == [True, True]
    assert student_from_json(json.loads(json.dumps(data))) == MORE


def test_a_report_comes_back_whole_but_for_the_source_text() -> None:
    lock, nothing = ALICE.exercises
    bare = replace(ALICE, exercises=(replace(lock, source=SourceText("lock.py", "")), nothing))
    assert student_from_json(json.loads(json.dumps(student_to_json(ALICE)))) == bare


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data.pop("notes"),
        lambda data: data.update(student=3),
        lambda data: data.update(exercises={}),
        lambda data: data["exercises"][0]["checks"][0].update(verdict="perfect"),
        lambda data: data["exercises"][0]["checks"][0].update(earned=True),
        lambda data: data["exercises"][0]["checks"][0].update(bonus=1),
        lambda data: data["exercises"][0]["checks"][1]["finding"].update(cause="magic"),
    ],
)
def test_what_was_not_written_by_us_is_refused(spoil: Any) -> None:
    data = json.loads(json.dumps(student_to_json(ALICE)))
    spoil(data)
    with pytest.raises(ValueError, match=r"^not a student's report: "):
        student_from_json(data)


@pytest.mark.parametrize("data", [None, [], 3, "x"])
def test_no_object_at_all_is_refused(data: object) -> None:
    with pytest.raises(ValueError, match=r"^not a student's report: "):
        student_from_json(data)


# The object of explore --json


def test_an_exploration_without_a_finding() -> None:
    outcomes = (OutcomeCount("returned", float("nan"), 96, "K0:"),)
    got = exploration_json(
        Exploration("a.py:main", 96, True, "2 deviations", 900, 0.12345, outcomes, (), None), None
    )
    assert got == {
        "program": "a.py:main",
        "schedules": 96,
        "exhaustive": True,
        "bound": "2 deviations",
        "steps": 900,
        "seconds": 0.123,
        "start_method": "fork",
        "outcomes": [
            {"status": "returned", "printed": False, "value": "nan", "count": 96, "replay": "K0:"}
        ],
        "finding": None,
    }


def test_numbers_that_json_does_not_have_become_text() -> None:
    assert plain([{"a": float("inf")}, 1.5, None]) == [{"a": "inf"}, 1.5, None]

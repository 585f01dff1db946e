"""Exceptions that end a command: one message, and an exit code by whose fault it is."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

import click
import pytest

from grader import cli
from grader.commands.grade import Stopped
from grader.errors import GraderFault, UsageError
from grader.search.shrink import Nondeterminism, NotJudged
from tests.test_architecture import MODULES, name_of, tree_of

CAUGHT = {
    "checks/expect.py": {"Unsure"},  # becomes a verdict
    "commands/grade.py": {"Stopped"},  # ends a command with 130
    "files.py": {"Busy"},  # becomes a ClassroomError
    "guest/launcher/system.py": {"StepDenied"},  # becomes a line about the isolation
    "guest/primitives/holdings.py": {"_Unknown"},
    "handins/archives.py": {"_Unusable"},  # becomes a note for the student
    "handins/notebook/cells.py": {"NotebookProblem"},  # becomes a submission's problem
    "handins/submission.py": {"Unreadable"},  # becomes a submission's problem
    "judging/pytest_plugin.py": {"NotPassed"},  # is told by pytest
    "kernel/errors.py": {"ProtocolBreach", "LimitReached"},  # end a run
    "kernel/ending.py": {"RunOver"},  # ends a run
}
"""Exceptions that never end a command: whoever calls catches them."""


def kinds(base: type[Exception]) -> Iterator[type[Exception]]:
    for kind in base.__subclasses__():
        yield kind
        yield from kinds(kind)


def failing(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> int:
    def fail(*_: Any, **__: Any) -> None:
        raise error

    monkeypatch.delenv("GRADER_DEBUG", raising=False)
    monkeypatch.setattr(cli.commands, "main", fail)
    return cli.run([])


def test_no_other_exception_of_ours_comes_straight_from_exception() -> None:
    found: dict[str, set[str]] = {}
    for path in MODULES:
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.ClassDef) and "Exception" in map(ast.unparse, node.bases):
                found.setdefault(name_of(path), set()).add(node.name)
    assert found == {**CAUGHT, "errors.py": {"UsageError", "GraderFault"}}


def test_what_the_user_can_mend_is_exit_2_and_its_own_text(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    every = list(kinds(UsageError))
    assert {"CheckError", "CourseError", "SandboxError"} <= {kind.__name__ for kind in every}
    for kind in every:
        assert failing(monkeypatch, kind("Name another folder.\x1b")) == 2
        assert capsys.readouterr().err == "grader: Name another folder.␛\n"


def test_the_grader_s_own_fault_is_exit_3_and_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    every = set(kinds(GraderFault)) - {Nondeterminism, NotJudged}
    assert {"KernelFault", "Untrusted"} <= {kind.__name__ for kind in every}
    for kind in every:
        assert failing(monkeypatch, kind("No luck.")) == 3
        said = f"The grader failed: {kind.__name__}: No luck. (GRADER_DEBUG=1 shows where)"
        whole = issubclass(kind, GraderFault) and kind.says_all
        assert capsys.readouterr().err == f"grader: {'No luck.' if whole else said}\n"


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (Nondeterminism(3, "K1pc:0"), 3, "The grader failed: Nondeterminism: schedule 3 went"),
        (NotJudged(3, "K1pc:0"), 3, "This can't be judged: schedule 3 (K1pc:0) was run again"),
        (RuntimeError("out of luck"), 3, "The grader failed: RuntimeError: out of luck (GRADER_"),
        (Stopped(1, 4), 130, "Stopped: 1 of 4 students are graded. The same command goes on"),
        (KeyboardInterrupt(), 130, "Stopped."),
        (click.Abort(), 130, "Stopped."),
    ],
)
def test_every_other_end_has_its_own_code(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: BaseException,
    code: int,
    said: str,
) -> None:
    assert failing(monkeypatch, error) == code
    assert capsys.readouterr().err.strip().startswith(f"grader: {said}")

"""The version, bad usage, Ctrl-C and the grader's own fault: exit codes, never a traceback."""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path

import pytest

from grader import cli
from grader.version import __version__
from tests.cli.conftest import Run


def test_the_version_is_that_of_the_package(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--version") == 0
    assert capsys.readouterr().out == f"grader, version {__version__}\n"
    assert metadata.version("concurrency-grader") == __version__


def test_the_newest_entry_of_the_changelog_is_this_version_s() -> None:
    """One that is not out yet has no date; the older ones have theirs, the newest first."""
    text = (Path(cli.__file__).parents[2] / "CHANGELOG.md").read_text()
    headings = re.findall(r"^## (.*)$", text, re.MULTILINE)
    entry = re.compile(r"\[(\d+\.\d+\.\d+)\](?: - (\d{4}-\d{2}-\d{2}))?")
    found = [entry.fullmatch(heading) for heading in headings]
    assert all(found), headings
    versions = [match[1] for match in found if match]
    dates = [match[2] for match in found if match]
    assert versions[0] == __version__
    assert None not in dates[1:]
    assert dates[1:] == sorted(dates[1:], reverse=True)
    kinds = set(re.findall(r"^### (.*)$", text, re.MULTILINE))
    assert kinds <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["explore"], "Missing argument 'FILE[:FUNCTION]'."),
        (["explore", "x.py", "--strategy", "magic"], "'magic' is not one of"),
        (["explore", "x.py", "--schedules", "0"], "0 is not in the range"),
        (["fly"], "No such command 'fly'."),
    ],
)
def test_bad_usage_is_exit_2(
    run: Run, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    assert run(*arguments) == 2
    assert message in capsys.readouterr().err


def test_the_graders_own_fault_is_exit_3_without_a_traceback(
    run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("out of luck\x1b[2J")

    monkeypatch.setattr(cli.students, "explore_file", broken)
    assert run("explore", "x.py", "--json") == 3
    out, err = capsys.readouterr()
    assert out == ""
    assert err == (
        "grader: The grader failed: RuntimeError: out of luck␛[2J (GRADER_DEBUG=1 shows where)\n"
    )
    monkeypatch.setenv("GRADER_DEBUG", "1")
    assert run("explore", "x.py") == 3
    assert "Traceback" in capsys.readouterr().err


def test_ctrl_c_is_exit_130(
    run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli.students, "explore_file", interrupted)
    assert run("explore", "x.py", "--json") == 130
    assert capsys.readouterr().err == "\ngrader: Stopped.\n"

"""On a Python that is newer than the tested ones the grader proves itself first, and says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from grader import cli
from grader.cli import commands
from grader.judging import selfproof
from grader.judging.selfproof import SAMPLES, Sample, Shown, Untrusted, is_newer, prove, trust
from grader.settings import Settings
from tests.judging.toy import make_course

NEWER = (3, 16, 0)
WRONG = "from multiprocessing import Value\ndef main():\n    return 1\n"


@pytest.mark.parametrize(
    ("version", "newer"),
    [((3, 11, 7), False), ((3, 15, 9), False), ((3, 16, 0), True), ((4, 0, 0), True)],
)
def test_newer_is_what_comes_after_the_tested_versions(version: Sequence[int], newer: bool) -> None:
    assert is_newer(version) is newer


def test_every_program_comes_out_as_it_must_on_this_python() -> None:
    assert [(shown.sample.name, shown.verdict) for shown in prove(Settings())] == [
        ("lost update", "lost-update"),
        ("counter with a lock", "clean"),
        ("locks in opposite order", "lock-cycle"),
        ("queue without an end mark", "no-more-producers"),
        ("queue with an end mark", "clean"),
        ("end of a pipe left open", "pipe-end-left-open"),
        ("threads, pool and pipe", "clean"),
    ]


def test_a_program_that_comes_out_otherwise_does_not_hold() -> None:
    (shown,) = prove(Settings(), [Sample("wrong", WRONG, "lost-update", "1")])
    assert (shown.verdict, shown.holds) == ("clean", False)


def test_on_a_tested_python_nothing_is_run_or_said() -> None:
    def never(settings: Settings) -> Iterator[Shown]:
        raise AssertionError("explored on a tested Python")

    trust(Settings(), pytest.fail, (3, 15, 0), shown=never)


def test_on_a_build_without_the_global_lock_no_verdict_is_given() -> None:
    with pytest.raises(Untrusted) as caught:
        trust(Settings(), pytest.fail, (3, 14, 0), shown=_all_hold, free_threaded=True)
    assert str(caught.value) == (
        "This Python was built to run without its global lock (free threading). The control of "
        "threads is not proven there, so no verdict is given. Use the usual build of Python 3.14."
    )


def test_on_a_newer_python_one_line_says_so() -> None:
    said: list[str] = []
    trust(Settings(), said.append, NEWER, shown=_all_hold)
    assert said == [
        "Python 3.16 is newer than the versions that this grader was tested on (3.11 to 3.15). "
        "7 programs of its own were explored first, and each came out as it must."
    ]


def test_where_a_program_does_not_hold_no_verdict_is_given() -> None:
    with pytest.raises(Untrusted) as caught:
        trust(Settings(), pytest.fail, NEWER, shown=_first_fails)
    assert str(caught.value) == (
        "The control of processes does not hold on Python 3.16, which is newer than the versions "
        "that this grader was tested on (3.11 to 3.15): its own program 'lost update' must be told "
        "lost-update, and was told clean. No verdict is given. Use one of these versions, or a "
        "newer grader."
    )


def test_a_command_that_judges_ends_as_the_grader_s_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli, "trust", _untrusted)
    assert cli.run(["explore", str(tmp_path / "p.py")]) == 3
    assert capsys.readouterr().err == "grader: the control does not hold\n"


def test_a_command_that_judges_nothing_does_not_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "trust", _untrusted)
    ran: Result = CliRunner().invoke(commands, ["demo", "--help"])
    assert ran.exit_code == 0


def test_pytest_is_unsure_of_every_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(selfproof, "trust", _untrusted)
    folder = make_course(tmp_path) / "03_lock"
    options = ["-p", "no:cacheprovider", "-p", "no:terminalreporter", f"--rootdir={tmp_path}"]
    bench = Watching()
    assert pytest.main([*options, str(folder)], plugins=[bench]) == 1
    assert bench.messages == ["the control does not hold"] * 3


class Watching:
    """Keeps what each check's result says."""

    def __init__(self) -> None:
        self.messages: list[str] = []

    def pytest_exception_interact(self, call: pytest.CallInfo[object]) -> None:
        """A check was not passed (pytest's hook)."""
        assert call.excinfo is not None
        result = getattr(call.excinfo.value, "result", None)
        assert result is not None, call.excinfo
        assert (result.verdict, result.earned) == ("unsure", 0)
        self.messages.append(result.message)


def _all_hold(settings: Settings) -> Iterator[Shown]:
    return (Shown(sample, sample.verdict) for sample in SAMPLES)


def _first_fails(settings: Settings) -> Iterator[Shown]:
    yield Shown(SAMPLES[0], "clean")


def _untrusted(*_: object) -> None:
    raise Untrusted("the control does not hold")

"""When the memory of a run's processes is looked at: known from the steps alone."""

from __future__ import annotations

import os

import pytest

from grader.kernel import footprint, procfs
from grader.settings import Settings

A, B = 11, 22


FEW = Settings(memory_together=1000, cpu_together=9.0)


class Zygote:
    """As much of a zygote as is asked for."""

    family, group = os.getpid(), ""


@pytest.mark.parametrize(
    ("steps", "looks"),
    [
        ([A, A, A], []),
        ([A, A, A, A], [A]),
        ([A] * 9, [A, A]),
        ([A, B], [A]),
        ([A, B, A, B], [A, B, A]),
        ([A, A, A, A, B, A], [A, B]),
    ],
)
def test_a_process_is_looked_at_after_four_steps_in_a_row_and_before_another_goes_on(
    monkeypatch: pytest.MonkeyPatch, steps: list[int], looks: list[int]
) -> None:
    seen: list[int] = []
    monkeypatch.setattr(procfs, "open_size", lambda pid: pid)
    monkeypatch.setattr(procfs, "read_size", lambda pid: seen.append(pid) or 1)
    count = footprint.Footprint(FEW, Zygote())  # type: ignore[arg-type]  # enough of one
    for pid in steps:
        assert not count.before(pid)
        assert not count.after(pid)
    assert seen == looks


def test_who_holds_too_much_is_told_before_another_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(procfs, "open_size", lambda pid: pid)
    monkeypatch.setattr(procfs, "read_size", lambda pid: 1001)
    monkeypatch.setattr(procfs, "below", lambda pid: [A])
    monkeypatch.setattr(procfs, "resident", lambda pid: 1001)
    monkeypatch.setattr(procfs, "proportional", lambda pid: 1001)
    count = footprint.Footprint(FEW, Zygote())  # type: ignore[arg-type]  # enough of one
    assert (count.before(A), count.after(A), count.before(B)) == ("", "", "together")


def test_the_time_of_who_has_ended_counts_on(monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = {A: 6.0}
    monkeypatch.setattr(procfs, "below", lambda pid: list(seconds))
    monkeypatch.setattr(procfs, "resident", lambda pid: 0)
    monkeypatch.setattr(procfs, "spent", lambda pid: seconds[pid])
    count = footprint.Footprint(FEW, Zygote())  # type: ignore[arg-type]  # enough of one
    assert count.survey() == ""
    seconds[A] = 0.0  # gone while it was looked at
    assert count.survey() == ""
    del seconds[A]
    seconds[B] = 3.0
    assert count.survey() == ""
    seconds[B] = 3.5
    assert count.survey() == "cpu"

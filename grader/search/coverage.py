"""What part of all schedules was run: in words that are true."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WHOLE = "every schedule there is"


@dataclass(frozen=True, slots=True)
class Coverage:
    """What one strategy has run."""

    runs: int  # new ones
    words: tuple[str, ...]  # such as "all with up to 1 deviation", "60 of those with 2"
    finished: bool  # all that it set out to run
    whole: bool = False  # and nothing is left beyond that
    left_out: bool = False  # schedules that only reorder independent operations were left out
    sampled: bool = False  # it chose by chance: it says nothing of the schedules it did not run


def describe(coverages: Sequence[Coverage], *, stopped: bool, before: int = 0) -> tuple[bool, str]:
    """Return (whether the stated bound was exhausted, the bound in words).

    ``stopped`` says that the search ended at a failure; ``before`` counts runs that were made
    with switches at calls only, before it was seen that lines are needed.
    """
    runs = before + sum(coverage.runs for coverage in coverages)
    total = counted(runs, "schedule")
    if stopped:
        return False, f"{total}, stopped at the first failure"
    systematic = [coverage for coverage in coverages if not coverage.sampled]
    exhaustive = bool(systematic) and all(coverage.finished for coverage in systematic)
    whole = any(WHOLE in coverage.words for coverage in systematic)
    told = systematic if whole else coverages  # beside all there are, nothing else is worth saying
    words = [word for coverage in told for word in coverage.words]
    if before:
        words.insert(0, f"{before} with switches at calls only")
    if exhaustive and words == [WHOLE]:
        text = "the only schedule there is" if runs == 1 else f"every schedule there is ({total})"
    elif exhaustive and len(words) == 1 and words[0].startswith("all "):
        text = f"every schedule {words[0].removeprefix('all ')} ({total})"
    else:
        words = ["all there are" if word == WHOLE else word for word in words]
        text = f"{total}: {', '.join(words)}" if words else total
    if any(coverage.left_out for coverage in coverages):
        text += "; those that only reorder independent operations are left out"
    return exhaustive, text


def counted(count: int, noun: str) -> str:
    """Return such as "1 run" or "2 runs"."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"

"""What is known of a submission before anything of it runs."""

from __future__ import annotations

from grader.handins.submission import Submission
from grader.model.results import Verdict


def precluded(submission: Submission, skeleton: str) -> tuple[Verdict, str] | None:
    """Return the verdict, and the reason, that each check gets without being run; or None.

    What can't be read at all was not handed in: not-done. What was written but is no Python
    program is failed. An untouched skeleton is not-done.
    """
    if submission.source is None:
        why = submission.problem or f"{submission.name} was not handed in."
        return "not-done", why
    if submission.problem:
        return "failed", submission.problem
    # A course whose own file was filled in has no skeleton to compare with.
    unfinished = "NotImplementedError" in skeleton
    if unfinished and _normal(submission.source.text) == _normal(skeleton):
        return "not-done", (
            f"{submission.name} is the skeleton as it was given out. Write the parts marked TODO, "
            f"save the file, and check again."
        )
    return None


def _normal(text: str) -> list[str]:
    """Return the lines without what an editor may change by itself."""
    return [line.rstrip() for line in text.splitlines() if line.strip()]

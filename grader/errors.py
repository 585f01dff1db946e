"""The two kinds of exceptions that end a command: whose fault it is decides its exit code."""

from __future__ import annotations

from typing import ClassVar


class UsageError(Exception):
    """What was asked for can't be done. The text is the one message for who asked; exit code 2."""


class GraderFault(Exception):
    """The grader's own fault: no student loses points by it, they are open; exit code 3."""

    says_all: ClassVar[bool] = False
    """Whether the text needs no word before it that the grader failed."""

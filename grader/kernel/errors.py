"""Faults that are the grader's own, and breaches that are the submission's."""

from __future__ import annotations

from grader.errors import GraderFault


class KernelFault(GraderFault):
    """The grader's own fault: the points stay open, and it is loud."""


class ProtocolBreach(Exception):
    """A message from the sandbox that breaks the protocol: the run ends as tampering."""


class LimitReached(Exception):
    """The program wants more than a run may have; the text names the limit."""

"""A trace in, a finding out: what went wrong in a run, why, and where. Pure."""

from grader.diagnosis.diagnose import diagnose, is_faulty

__all__ = ["diagnose", "is_faulty"]

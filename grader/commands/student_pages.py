"""The page of a student of a class: where it is written, whoever made the report."""

from __future__ import annotations

from pathlib import Path

from grader.files import write_whole
from grader.model.results import StudentReport
from grader.report.html.pages import student_page
from grader.version import __version__


def write_student_page(path: Path, report: StudentReport) -> None:
    """Write a student's page, whole or not at all. Raises OSError."""
    write_whole(path, student_page(report, version=__version__))

"""The HTML pages: one self-contained file each, made of frozen reports and nothing else."""

from __future__ import annotations

import json
from collections.abc import Mapping

from grader.model.exploration import Exploration, OutcomeCount
from grader.model.finding import Finding
from grader.model.results import ClassReport, StudentReport
from grader.model.source import SourceText
from grader.model.trace import Trace
from grader.report.html.class_page import class_view
from grader.report.html.listing import excerpt, listing, read
from grader.report.html.run_view import line_notes, run_view
from grader.report.html.student_page import story, student_view
from grader.report.html.templates import render
from grader.report.start_methods import start_methods_text
from grader.text import shortened

VALUE_LENGTH = 300
"""Characters of a returned value that a page shows."""


def student_page(report: StudentReport, *, version: str) -> str:
    """Return one student's page: what to look at first, and every check with its story."""
    methods = start_methods_text(report.checks)
    student = student_view(report)
    return str(render("student.html", student=student, start_methods=methods, version=version))


def class_page(report: ClassReport, *, links: Mapping[str, str]) -> str:
    """Return the class's page; ``links`` maps a student to their page, relative to this one."""
    return str(render("class.html", room=class_view(report, links), version=report.version))


def explore_page(
    exploration: Exploration, finding: Finding | None, source: SourceText, *, command: str
) -> str:
    """Return the page of ``grader explore``; ``command`` shows the failing run again."""
    failure = exploration.failure
    shown = failure or (exploration.runs[0] if exploration.runs else None)
    trace = shown.trace if shown is not None else None
    return _run_page(
        trace, finding, source, command, exploration=exploration, of_failure=failure is not None
    )


def replay_page(
    trace: Trace, finding: Finding | None, source: SourceText, *, command: str, every: bool = False
) -> str:
    """Return the page of one run that was made again; ``command`` does so in a terminal.

    ``every`` shows all steps, those of Python's own too.
    """
    return _run_page(
        trace, finding, source, command, exploration=None, of_failure=True, every=every
    )


def _run_page(
    trace: Trace | None,
    finding: Finding | None,
    source: SourceText,
    command: str,
    *,
    exploration: Exploration | None,
    of_failure: bool,
    every: bool = False,
) -> str:
    code = read(source)
    run = None
    if trace is not None:
        run = run_view(trace, finding, source, anchor="run", lines="src", every=every)
    notes = line_notes(finding, trace, source, run)
    page = render(
        "explore.html",
        source=source,
        listing=listing(code, notes),
        excerpt=excerpt(code, notes),
        story=story(finding.message, finding.advice, command) if finding else None,
        finding=finding,
        run=run,
        value=_value(trace.value) if trace is not None and trace.status == "returned" else "",
        of_failure=of_failure,
        exploration=exploration,
        outcomes=[(o, _outcome(o)) for o in exploration.outcomes] if exploration else [],
        command=command,
    )
    return str(page)


def _outcome(outcome: OutcomeCount) -> str:
    if outcome.status == "returned":
        return _value(outcome.value)
    return shortened(outcome.value, 4, VALUE_LENGTH) if isinstance(outcome.value, str) else ""


def _value(value: object) -> str:
    return shortened(json.dumps(value, ensure_ascii=False, default=str), 1, VALUE_LENGTH)

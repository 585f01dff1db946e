"""junit.xml: what CI systems show as a test report. One suite per student, one case per check."""

from __future__ import annotations

from xml.etree import ElementTree

from grader.model.results import CheckResult, ClassReport, StudentReport
from grader.text import visible


def junit_xml(report: ClassReport) -> str:
    """Return the report as JUnit XML.

    A failed check is a failure, one that is to do is skipped, and an unsure one is an error. A
    check that finds its function gone is a failure, too: somebody has been there. A suite's
    properties are the points of the student, and a case with bonus points has those.
    """
    root = ElementTree.Element("testsuites", name=visible(report.title))
    for student in report.students:
        root.append(_suite(student))
    for key in ("tests", "failures", "errors", "skipped"):
        root.set(key, str(sum(int(suite.get(key, "0")) for suite in root)))
    root.set("time", f"{report.seconds:.3f}")
    ElementTree.indent(root)
    text = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'


def _suite(student: StudentReport) -> ElementTree.Element:
    checks = student.checks
    suite = ElementTree.Element(
        "testsuite",
        name=visible(student.student),
        tests=str(len(checks)),
        failures=_count(checks, "failure"),
        errors=_count(checks, "error"),
        skipped=_count(checks, "skipped"),
        time=f"{sum(exercise.seconds for exercise in student.exercises):.3f}",
    )
    names = ("earned", "points", "bonus", "open")
    suite.append(_properties({name: getattr(student, name) for name in names}))
    for exercise in student.exercises:
        for check in exercise.checks:
            suite.append(_case(check, f"{student.student}.{exercise.exercise}"))
    return suite


def _properties(values: dict[str, float]) -> ElementTree.Element:
    found = ElementTree.Element("properties")
    for name, value in values.items():
        ElementTree.SubElement(found, "property", name=name, value=format(value, "g"))
    return found


def _case(check: CheckResult, group: str) -> ElementTree.Element:
    case = ElementTree.Element("testcase", name=visible(check.name), classname=visible(group))
    if check.bonus:
        case.append(_properties({"bonus": check.earned}))
    if tag := _tag(check):
        kind = check.finding.cause if check.finding else check.verdict
        # A skipped case has room for a message alone; the story stands in the element's text.
        note = ElementTree.SubElement(case, tag, message=visible(check.title))
        if tag != "skipped":
            note.set("type", kind)
        note.text = visible(check.message)
    return case


def _tag(check: CheckResult) -> str:
    """Return the element that says how a check ended; none for one that is passed.

    The same as pytest gives it, whose plugin skips what is to do.
    """
    if check.to_do:
        return "skipped"
    return {"passed": "", "unsure": "error"}.get(check.verdict, "failure")


def _count(checks: tuple[CheckResult, ...], tag: str) -> str:
    return str(sum(_tag(check) == tag for check in checks))

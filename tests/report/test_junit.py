"""junit.xml: well-formed whatever students write, and counted right."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

from grader.report.data.junit_xml import junit_xml
from tests.report.samples import CLASS, GONE, LOCK, MORE, NOT_DONE, SOME, STORY


def test_counts_of_the_whole_and_of_each_student() -> None:
    root = ElementTree.fromstring(junit_xml(CLASS))
    assert dict(root.attrib) == {
        "name": "Autumn",
        "tests": "6",
        "failures": "1",
        "errors": "1",
        "skipped": "2",
        "time": "12.500",
    }
    assert dict(root[0].attrib) == {
        "name": "alice",
        "tests": "5",
        "failures": "1",
        "errors": "1",
        "skipped": "2",
        "time": "1.250",
    }


def test_each_verdict_has_its_own_element() -> None:
    cases = list(ElementTree.fromstring(junit_xml(CLASS))[0].iter("testcase"))
    assert [case.get("classname") for case in cases] == ["alice.03_lock"] * 4 + ["alice.08_pipe"]
    inside = [[(note.tag, dict(note.attrib), note.text) for note in case] for case in cases]
    title = "Two clerks never wait for each other."
    assert inside[:4] == [
        [],
        [("failure", {"message": title, "type": "lock-cycle"}, STORY)],
        [("skipped", {"message": "A ticket can be given back."}, "refund() still says TODO.")],
        [
            (
                "error",
                {"message": "Seats stay in order.", "type": "unsure"},
                "The grader was killed from outside.",
            )
        ],
    ]


def test_a_function_that_has_gone_is_no_todo() -> None:
    exercise = replace(LOCK, checks=(NOT_DONE, GONE))
    report = replace(CLASS, students=(replace(SOME, exercises=(exercise,)),))
    suite = ElementTree.fromstring(junit_xml(report))[0]
    assert (suite.get("failures"), suite.get("skipped")) == ("1", "1")
    assert [[note.tag for note in case] for case in suite.iter("testcase")] == [
        ["skipped"],
        ["failure"],
    ]


def test_points_are_properties_and_those_of_a_case_are_bonus_points() -> None:
    suite = ElementTree.fromstring(junit_xml(replace(CLASS, students=(MORE,))))[0]
    assert suite[0].tag == "properties"
    assert values(suite[0]) == {"earned": "7", "points": "2", "bonus": "5", "open": "0"}
    inside = [[(e.tag, values(e)) for e in case] for case in suite.iter("testcase")]
    assert inside == [
        [],
        [("properties", {"bonus": "5"})],
        [("properties", {"bonus": "0"}), ("skipped", {})],
    ]


def values(properties: ElementTree.Element) -> dict[str | None, str | None]:
    return {each.get("name"): each.get("value") for each in properties}


def test_characters_that_xml_forbids_are_made_visible() -> None:
    suite = ElementTree.fromstring(junit_xml(CLASS))[1]
    assert suite.get("name") == "=cmd|' /C calc'!A0␛[2J<script>"

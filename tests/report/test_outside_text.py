"""Nothing from outside is more than text, and only the page's own script may act."""

from __future__ import annotations

import re

import pytest
from jinja2 import UndefinedError

from grader.report.html import templates
from grader.report.html.pages import student_page
from tests.report.page import MARKUP, Page, failed, hostile_pages, student


@pytest.mark.parametrize("name", ["student", "class", "explore", "replay"])
class TestTextFromOutside:
    def test_stays_text(self, name: str) -> None:
        page = Page(hostile_pages()[name]())
        kinds = [script.get("type", "") for script in page.all("script")]
        assert kinds.count("") == 1
        assert set(kinds) <= {"", "application/json"}
        assert "hacked" not in page.scripts[0]
        assert not page.all("img")
        attributes = {attr for _, attrs in page.tags for attr in attrs}
        assert not {attr for attr in attributes if attr.startswith("on") or attr == "style"}

    def test_is_shown_as_it_is_with_what_hides_made_visible(self, name: str) -> None:
        source = hostile_pages()[name]()
        assert MARKUP + "␀␛[2J\\u202e" in Page(source).text
        assert not {char for char in source if ord(char) < 32 and char not in "\n\t"}
        assert "\u202e" not in source

    def test_leads_nowhere(self, name: str) -> None:
        page = Page(hostile_pages()[name]())
        targets = [attrs["href"] for _, attrs in page.tags if "href" in attrs]
        for target in targets:
            assert re.fullmatch(r"#[\w-]+|data:,|[\w.~%/-]+", target), target
        assert not [attrs for _, attrs in page.tags if "src" in attrs]

    def test_is_text_in_the_scripts_data_too(self, name: str) -> None:
        page = Page(hostile_pages()[name]())
        assert len(page.data) == {"student": 3, "class": 0, "explore": 1, "replay": 1}[name] * (
            2 if name == "student" else 1
        )
        for run in page.data:
            assert any("<script>window.hacked=1</script>" in lane for lane in run["lanes"])


def test_only_the_pages_own_script_and_style_may_act() -> None:
    page = Page(student_page(student(failed()), version="1"))
    (policy,) = [m["content"] for m in page.all("meta") if "http-equiv" in m]
    hashes = re.findall(r"(style|script)-src ('sha256-[^']+')", policy)
    assert hashes == [
        ("style", templates._content_hash("page.css")),
        ("script", templates._content_hash("page.js")),
    ]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy


def test_a_value_that_a_template_lacks_is_an_error() -> None:
    with pytest.raises(UndefinedError, match="'student' is undefined"):
        templates.render("student.html", version="1")

"""The stylesheet has nothing that no page uses."""

from __future__ import annotations

import re
from pathlib import Path

import grader.report

REPORT = Path(grader.report.__file__).parent
STYLES = re.sub(r"/\*.*?\*/", "", (REPORT / "templates" / "page.css").read_text(), flags=re.DOTALL)
ELSEWHERE = "".join(
    path.read_text()
    for path in REPORT.rglob("*.*")
    if path.suffix in (".html", ".js", ".py", ".svg")
)


def test_every_class_that_has_a_style_is_on_some_page() -> None:
    selectors = " ".join(re.findall(r"([^{}]+)\{", STYLES))
    classes = set(re.findall(r"\.([a-zA-Z][\w-]*)", selectors))
    assert classes
    used = {name for name in classes if re.search(rf"(?<![\w-]){name}(?![\w-])", ELSEWHERE)}
    assert classes - used == set()


def test_every_variable_is_used() -> None:
    made = set(re.findall(r"(--[\w-]+)\s*:", STYLES))
    assert made
    assert made - set(re.findall(r"var\((--[\w-]+)\)", STYLES)) == set()


def test_a_button_that_can_not_be_used_looks_so() -> None:
    """The script sets the attribute, so that the button keeps the focus; none is ever disabled."""
    assert 'setAttribute("aria-disabled", "true")' in ELSEWHERE
    assert 'button[aria-disabled="true"] {' in STYLES
    assert ":disabled" not in STYLES

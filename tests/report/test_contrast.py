"""Colours that can be read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from grader.report.html import templates

CSS = (Path(templates.__file__).parents[1] / "templates" / "page.css").read_text("utf-8")

TEXTS = "ink muted link good bad todo unsure keyword string number comment name".split()  # noqa: SIM905  # words read best so


PAIRS = [
    *((text, paper) for text in TEXTS for paper in ("paper", "card")),
    *((text, "soft") for text in ("ink", "muted", "link")),
    *((text, "bad-soft") for text in ("ink", "bad", "keyword", "string", "number", "comment")),
    *((text, "now") for text in ("ink", "keyword", "string", "number", "comment", "name")),
    ("ink", "unsure-soft"), ("muted", "unsure-soft"), ("link", "unsure-soft"),
    ("on-running", "running"), ("on-held", "held"), ("blocked", "card"), ("card", "bad"),
]  # fmt: skip


def themes() -> dict[str, dict[str, str]]:
    light, dark, print_ = re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)
    read = [dict(re.findall(r"--([\w-]+): (#\w+)", part)) for part in (light, dark, print_)]
    return {"light": read[0], "dark": read[0] | read[1], "print": read[0] | read[2]}


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", ["light", "dark", "print"])
def test_every_text_has_the_contrast_of_wcag_aa(theme: str) -> None:
    colours = themes()[theme]
    weak = {}
    for text, paper in PAIRS:
        dim, bright = sorted((luminance(colours[text]), luminance(colours[paper])))
        contrast = (bright + 0.05) / (dim + 0.05)
        if contrast < 4.5:
            weak[text, paper] = round(contrast, 2)
    assert weak == {}

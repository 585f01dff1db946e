"""The templates: everything that they show is escaped, and nothing in it can hide or reorder.

Autoescape keeps markup from outside text; ``visible`` keeps control characters and bidi marks
from changing what a reader sees. Both are applied here, once, to whatever a template writes.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from grader.report.score_words import cell_text, sum_text
from grader.text import visible

_FOLDER = Path(__file__).parents[1] / "templates"


def render(template: str, **values: Any) -> Markup:
    """Return a filled-in template. Raises jinja2.UndefinedError for a value that is missing."""
    # Whatever was inserted is escaped by now.
    return Markup(_environment().get_template(template).render(values))


@cache  # of compiled templates: nothing in it comes from what is rendered
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["points"] = lambda number: f"{number:g}"
    environment.filters["sum"] = sum_text
    environment.filters["cell"] = cell_text
    environment.globals["asset"] = _asset
    environment.globals["content_hash"] = _content_hash
    return environment


def _finalize(value: Any) -> Any:
    return visible(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


def _asset(name: str) -> Markup:
    """Return one of our own files, to stand in the page as it is."""
    return Markup((_FOLDER / name).read_text(encoding="utf-8"))  # our own text


def _content_hash(name: str) -> str:
    """Return the source that allows exactly this file to act, for a Content-Security-Policy."""
    digest = hashlib.sha256((_FOLDER / name).read_bytes()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"

"""The handout's own texts: the README for students, and what sets up their machines and runners."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from grader.course.course import README, Exercise
from grader.course.wheel import FITTING

WORKFLOW_NAME = ".github/workflows/check.yml"
DEVCONTAINER_NAME = ".devcontainer/devcontainer.json"
PYTHON = "3.13"
"""The version in students' containers and on their runners."""

_TEMPLATES: Mapping[str, str] = {
    README: "README.md",
    WORKFLOW_NAME: "check.yml",
    DEVCONTAINER_NAME: "devcontainer.json",
    ".gitignore": "gitignore",
}


def texts(exercises: Sequence[Exercise], package: str | None) -> Mapping[str, str]:
    """Return the texts by the names of their files; the first exercise is the example.

    ``package`` is what students give to pip; None is the wheel that lies in the handout.
    """
    first = exercises[0]
    # No version stands in a text: a newer wheel in the old one's place is all that it takes.
    word = FITTING if package is None else shlex.quote(package)
    notebooks = first.file.endswith(".ipynb")
    values = {
        "first": first,
        "notebooks": notebooks,
        "wheel": package is None,
        "package": word,
        "python": PYTHON,
        "cached": FITTING if package is None else WORKFLOW_NAME,
        "command": f"python -m pip install {word}{' jupyter' if notebooks else ''}",
        "extensions": ["ms-python.python", *(["ms-toolsai.jupyter"] if notebooks else [])],
    }
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "handout_templates"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # no text of these is HTML
    )
    return {
        name: environment.get_template(template).render(values)
        for name, template in _TEMPLATES.items()
    }

"""The handout's own texts: the README for students, and a workflow for their repositories."""

from __future__ import annotations

from collections.abc import Sequence

from grader.course import Exercise

WORKFLOW_NAME = ".github/workflows/check.yml"

WORKFLOW = """\
# Checks the exercises at every push. The run is green when every check has passed; the page with
# what was found is kept as "report".
name: check
on: [push, workflow_dispatch]
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
      - run: python -m pip install "{package}"
      - run: grader check --html report.html
      - uses: actions/upload-artifact@v4
        if: always()
        with:
          name: report
          path: report.html
"""

_README = """\
# Exercises in concurrency

Each folder is one exercise. Its `README.md` is the task, and you edit one file in it{which}.

## Set up, once

You need Linux and Python 3.11, 3.12 or 3.13 (on Windows: WSL). In this folder:

    python3 -m venv .venv
    . .venv/bin/activate
    python -m pip install "{package}"
{jupyter}
Activate it again (the second line) in every new terminal.

## Work and check

    cd {folder}
    grader check

`grader check` runs your program under many orders of its steps, and says what went wrong in the
first one that fails: where, and why. The page that it names shows that run as a picture. In this
folder it checks all exercises; with a name (`grader check {folder}`) it checks that one.
{notebooks}
## Hints

    grader check --hint

gives one more hint each time, for the first check that is not passed.

## Hand in

Hand in the file that you edited, under its own name, or this whole folder. If the folder is a git
repository, commit and push: on GitHub the workflow in `.github` checks it at every push.

Leave `checks.py` as it is: your work is graded with the teacher's own copy.
"""

_NOTEBOOKS = """
Save the notebook before you check it. Cells that you add to try something out are not run when it
is checked; what your functions need is.
"""


def readme_text(exercises: Sequence[Exercise], package: str) -> str:
    """Return the handout's README; it names the first exercise as an example."""
    first = exercises[0]
    are_notebooks = first.file.endswith(".ipynb")
    return _README.format(
        which=f", the notebook ({first.name}: `{first.file}`)"
        if are_notebooks
        else f" (in {first.name}: `{first.file}`)",
        package=package,
        jupyter="    python -m pip install jupyter\n" if are_notebooks else "",
        folder=first.name,
        notebooks=_NOTEBOOKS if are_notebooks else "",
    )

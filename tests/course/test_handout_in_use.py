"""A handout as students and runners have it: by the lines of its own README and workflow.

What is typed here stands in the handout. An environment is made from it alone, so these tests need
the package index, and skip where there is none.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from grader.course.course import load_course
from grader.course.handout import make_handout
from tests.course.test_handout import container
from tests.installing import clean_environment, need_the_index
from tests.small_course import RACY, RIGHT, make_course

GIT = ("git", "-c", "user.name=teacher", "-c", "user.email=teacher@example.org")


@pytest.fixture(scope="module")
def handout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository that holds a handout and nothing else."""
    folder = tmp_path_factory.mktemp("handout")
    need_the_index(folder / "reached")
    course = load_course(make_course(folder, "01_count", "02_add"))
    students = folder / "students"
    made = make_handout(students, course, notebooks=False)
    git(students, "init", "-q", "-b", "main")
    git(students, "add", ".")
    git(students, "commit", "-q", "-m", "Handout")
    tracked = git(students, "ls-files").split()
    assert sorted(tracked) == sorted([*made.written, ".handout.json"])
    return students


def git(folder: Path, *words: str) -> str:
    done = subprocess.run([*GIT, *words], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout


# --- the README


def blocks(text: str) -> dict[str, list[str]]:
    """Return the lines that are typed, by the heading above them."""
    found: dict[str, list[str]] = {}
    heading = ""
    for row in text.splitlines():
        heading = row.removeprefix("## ") if row.startswith("## ") else heading
        if row.startswith("    "):
            found.setdefault(heading, []).append(row.strip())
    return found


def test_the_lines_of_its_readme_make_an_environment_and_check_an_exercise(
    handout: Path, tmp_path: Path
) -> None:
    work = tmp_path / "work"
    git(tmp_path, "clone", "-q", str(handout), "work")
    typed = blocks((work / "README.md").read_text())
    assert list(typed) == ["Set up, once", "Work and check", "Hints"]
    assert typed["Work and check"] == ["cd 01_count", "grader check"]

    def shell(*lines: str) -> tuple[int, str]:
        done = subprocess.run(
            ["bash", "-c", "\n".join(["set -e", *lines])],
            cwd=work,
            env=clean_environment(tmp_path),
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr

    code, said = shell(*typed["Set up, once"], "command -v grader")
    assert code == 0, said
    assert str(work / ".venv" / "bin" / "grader") in said.splitlines()
    assert git(work, "status", "--porcelain") == ""
    activate = typed["Set up, once"][1]
    code, said = shell(activate, *typed["Work and check"])
    assert code == 1
    assert " of count.py: TODO count to two" in " ".join(said.split())
    assert "Hint 1 of 2" in shell(activate, "cd 01_count", *typed["Hints"])[1]
    (work / "01_count" / "count.py").write_text(RIGHT)
    code, said = shell(activate, *typed["Work and check"])
    assert (code, "Points: 2 of 2 points" in said) == (0, True)
    assert shell(activate, "grader check 01_count")[0] == 0
    # Asked of the environment itself: nothing of it came from here.
    code, said = shell(activate, "python -c 'import grader; print(grader.__file__)'")
    assert said.startswith(str(work / ".venv"))
    assert shell(activate, "python -m pip check") == (0, "No broken requirements found.\n")


# --- the workflow


USED = {
    "actions/checkout@v7": frozenset(),
    "actions/setup-python@v7": frozenset({"python-version", "cache", "cache-dependency-path"}),
    "actions/upload-artifact@v7": frozenset({"name", "path", "if-no-files-found"}),
}
"""The actions that a workflow may use here, and what they may be told."""


@dataclass
class Runner:
    """Acts out a job: a machine with an empty work folder, and stand-ins for what is GitHub's."""

    folder: Path
    python: Path  # where one is set up
    restricted: bool = True  # as Ubuntu 24.04 is
    lines: list[str] = field(default_factory=list)  # what was printed
    uploaded: dict[str, Path] = field(default_factory=dict)  # by the artifact's name

    def __post_init__(self) -> None:
        self.work = self.folder / "work"
        self.env = clean_environment(self.folder)
        tools = self.folder / "tools"
        sysctl = "echo 1" if self.restricted else "exit 255"
        for name, text in (("sysctl", sysctl), ("sudo", f'echo "$@" >> {self.folder}/sudo')):
            (tools / name).write_text(f"#!/bin/sh\n{text}\n")
            (tools / name).chmod(0o755)

    def act(self, origin: Path) -> bool:
        """Run every step in order; return whether the run is green."""
        green = True
        text = (origin / ".github" / "workflows" / "check.yml").read_text()
        for step in yaml.safe_load(text)["jobs"]["check"]["steps"]:
            assert set(step) <= {"uses", "with", "run", "if"}
            if green or step.get("if") == "always()":
                green = self._step(step, origin) and green
        return green

    def _step(self, step: Mapping[str, Any], origin: Path) -> bool:
        told = step.get("with", {})
        if "run" in step:
            return self._shell(step["run"])
        assert set(told) <= USED[step["uses"]]
        if "checkout" in step["uses"]:
            git(self.folder, "clone", "-q", str(origin), "work")
        elif "setup-python" in step["uses"]:
            # The action itself fails where nothing fits the pattern.
            assert list(self.work.glob(told["cache-dependency-path"]))
            self._shell(f"python3 -m venv {self.python}")
            self.env["PATH"] = f"{self.python}/bin:{self.env['PATH']}"
        elif (self.work / told["path"]).exists():
            self.uploaded[told["name"]] = self.work / told["path"]
        return True

    def _shell(self, script: str) -> bool:
        """Run a script as GitHub does where no shell is named."""
        done = subprocess.run(
            ["bash", "-e", "-c", script],
            cwd=self.work,
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        self.lines += done.stdout.splitlines()
        return done.returncode == 0


def test_every_step_of_its_workflow(handout: Path, tmp_path: Path) -> None:
    """Untouched and right work is green, wrong work is red; the page is kept each time."""
    told = {}
    origin = tmp_path / "origin"
    git(tmp_path, "clone", "-q", str(handout), "origin")
    for state, source in (("untouched", None), ("right", RIGHT), ("wrong", RACY)):
        if source is not None:
            (origin / "01_count" / "count.py").write_text(source)
            git(origin, "commit", "-q", "-am", state)
        # What the first has installed the others find there, as from a cache.
        runner = Runner(tmp_path / state, tmp_path / "python", restricted=state != "right")
        green = runner.act(origin)
        assert runner.uploaded == {"report": runner.work / "report.html"}, runner.lines
        page = runner.uploaded["report"].read_text()
        sudo = runner.folder / "sudo"
        told[state] = (green, sudo.read_text() if sudo.exists() else "", "the result is 1." in page)
        assert any(SAID[state] in line for line in runner.lines), runner.lines
    allow = "sysctl -w kernel.apparmor_restrict_unprivileged_userns=0\n"
    assert told == {
        "untouched": (True, allow, False),
        "right": (True, "", False),
        "wrong": (False, allow, True),
    }


SAID = {
    "untouched": "Nothing was begun yet: every part still says TODO, so nothing is wrong.",
    "right": "Not begun, so not judged: 02_add",
    "wrong": "Points: 0 of 4 points",
}


def test_its_workflow_may_read_and_nothing_more_and_runs_no_action_unknown_here(
    handout: Path,
) -> None:
    workflow = yaml.safe_load((handout / ".github" / "workflows" / "check.yml").read_text())
    assert workflow["permissions"] == {"contents": "read"}
    (job,) = workflow["jobs"].values()
    assert [step["uses"] for step in job["steps"] if "uses" in step] == list(USED)


# --- the container


def test_its_container_installs_the_same(handout: Path) -> None:
    told = container(handout)
    assert re.fullmatch(r"mcr\.microsoft\.com/devcontainers/python:3\.1\d", told["image"])
    (install,) = [
        line
        for line in blocks((handout / "README.md").read_text())["Set up, once"]
        if "pip install" in line
    ]
    assert told["postCreateCommand"] == install
    assert json.dumps(told["runArgs"]) == '["--security-opt", "seccomp=unconfined"]'

"""A spy that finds nothing proves nothing unless it finds what is there: each runs without a wall.

As a plain program, that is; what would change the machine has a mount namespace of its own.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import pytest

from grader.course.course import Exercise, load_course
from tests.hostile.attack import SECRET, Attack, attacks
from tests.hostile.conftest import TOP
from tests.hostile.test_attacks import result

WHOLE_CHECKS = """
import importlib.util, sys
spec = importlib.util.spec_from_file_location("scenario_", KNOWN["checks"])
sys.modules["scenario_"] = importlib.util.module_from_spec(spec)
spec.loader.exec_module(sys.modules["scenario_"])
"""
"""Goes before a spy that looks for the judging code in its own process."""

FINDS: Mapping[str, str] = MappingProxyType(
    {
        "finds_the_checks_in_the_scenario": "test_counts",
        "finds_the_word_among_the_objects": SECRET,
        "finds_the_word_in_its_memory": "rw",
        "imports_the_grader": "grader",
        "leaves_a_file_for_the_next_run": r"\./left",
        "opens_a_connection_to_this_machine": r"127\.0\.0\.1",
        "opens_its_parents_memory_and_descriptors": "mem|fd/3|environ",
        "reads_and_writes_the_abstract_sockets_of_this_machine": "connected",
        "reads_other_hand_ins": "found ",
        "reads_the_course_and_its_solutions": f"found {re.escape(str(TOP))}",
        "reads_the_environment": "SECRET",
        "reads_the_home_folder": "found ",
        "reads_through_proc_of_the_grader": "/environ",
        "walks_up_from_everywhere": f"/\\.\\.{re.escape(str(TOP))}",
    }
)
"""What each tells in its error (a pattern), for any user."""

FINDS_AS_ROOT: Mapping[str, str] = MappingProxyType(
    {
        "becomes_another_user": "is ",
        "mounts_and_devices": "mounted",
        "runs_a_program_that_gives_powers": "su",
        "traces_its_parent": "attached by 16902",
        "writes_outside_of_its_folder": "/mnt/x",
    }
)
"""And with all powers; these run behind others' mounts."""

IN_THE_SANDBOX = ("finds_the_word_in_any_file", "finds_the_word_in_its_memory")

NOT_TRIED: Mapping[str, str] = MappingProxyType(
    {
        "opens_a_connection_to_another_machine": "what would answer is no business of a test",
        "reads_through_proc_of_process_1": "process 1 may live in another root than the project",
        "sends_code_to_other_interpreters": "they would run it",
    }
)


def said_by(name: str, known: str, folder: Path, *before: str, prelude: str = "") -> str:
    """Run a spy plainly, in a folder and behind a command; return the error that it ended with."""
    source = known + prelude + Attack.read(attacks()[f"spies/{name}"]).source
    file = folder / "count.py"
    file.write_text(source)
    ended = subprocess.run(
        [*before, sys.executable, str(file)],
        cwd=folder,
        env={**os.environ, "SECRET": "1", "PYTHONPATH": str(TOP)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    return (ended.stderr.strip().splitlines() or ["nothing was found"])[-1]


def test_each_spy_is_tried_where_there_is_no_wall_or_it_is_said_why_not() -> None:
    spies = {name.partition("/")[2] for name in attacks() if name.startswith("spies/")}
    assert {*FINDS, *FINDS_AS_ROOT, *IN_THE_SANDBOX, *NOT_TRIED} == spies


@pytest.mark.parametrize("name", FINDS)
def test_a_spy_finds_what_is_there(name: str, known: str, tmp_path: Path) -> None:
    (tmp_path / "left").touch()
    prelude = WHOLE_CHECKS if name.startswith("finds") else ""
    said = said_by(name, known, tmp_path, prelude=prelude)
    assert said.startswith("RuntimeError: ")
    assert re.search(FINDS[name], said)


@pytest.mark.parametrize("name", FINDS_AS_ROOT)
def test_a_spy_with_all_powers_does_what_it_tries(name: str, known: str, tmp_path: Path) -> None:
    unshare = shutil.which("unshare")
    if os.geteuid() != 0 or unshare is None:
        pytest.skip("needs the superuser and unshare")
    # The shell stays, and is the parent: these tests themselves must not be traced.
    script = 'mount -t tmpfs none /mnt || exit 77; "$@"; exit $?'
    before = (unshare, "--mount", "sh", "-c", script, "sh")
    if subprocess.run([*before, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine allows no mounts")
    said = said_by(name, known, tmp_path, *before)
    assert said.startswith("RuntimeError: ")
    assert FINDS_AS_ROOT[name] in said


@pytest.mark.parametrize("name", IN_THE_SANDBOX)
def test_who_could_read_the_answer_would_be_seen_to(
    tmp_path: Path, exercise: Exercise, known: str, name: str
) -> None:
    """In the sandbox too: the word is in the scenario, and in a file beside the skeleton."""
    folder = tmp_path / "01_count"
    folder.mkdir()
    (folder / "README.md").write_text("# Counting together\n")
    (folder / "count.py").write_text(exercise.skeleton.read_text())
    (folder / "words.txt").write_text(SECRET)
    leaky = exercise.checks.read_text()
    for old, new in {
        "    return student.count()": f"    word = '{SECRET}'\n    return student.count()",
        "@scenario(": "@scenario(files=['words.txt'], ",
    }.items():
        assert old in leaky
        leaky = leaky.replace(old, new)
    (folder / "checks.py").write_text(leaky)
    (told,) = load_course(tmp_path).exercises
    check = result(told, known + Attack.read(attacks()[f"spies/{name}"]).source)
    assert check.finding is not None
    assert check.finding.cause == "import-error"

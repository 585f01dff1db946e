"""Every command in the README does what the README says, as it stands there."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()

TICKETS = """\
from multiprocessing import Process, Value


def buy(stock):
    stock.value -= 1


def sell():
    stock = Value("i", 2)
    buyers = [Process(target=buy, args=(stock,)) for _ in range(2)]
    for buyer in buyers:
        buyer.start()
    for buyer in buyers:
        buyer.join()
    return stock.value


def main():
    return sell()
"""


def commands() -> list[str]:
    """Return the command lines of the README's indented blocks, without their comments."""
    lines = re.findall(r"^    ((?:grader|pytest) .*)$", README, re.MULTILINE)
    return [line.partition("  #")[0].strip() for line in lines]


EXPECTED = {
    "grader check": (0, "10 of 10 points"),
    "grader check --hint": (0, "10 of 10 points"),
    "grader explore tickets.py": (1, "lost-update"),
    "grader explore tickets.py:sell --expect 0": (1, "lost-update"),
    "grader explore script.py": (0, "__main__ has sold 3"),
    "grader replay K1pc:0x3-1 tickets.py": (0, "stock.value = 1; writes stock = 1"),
    "grader init STUDENTS": (0, "8 files written to STUDENTS."),
    "grader grade FOLDER -o REPORTS": (0, "REPORTS"),
    "grader grade FOLDER -o REPORTS --fail-below-full": (0, "REPORTS"),
}

IN_A_REPOSITORY = {
    "untouched": {
        "grader check --started": (0, "Nothing was begun yet"),
        "grader check": (1, "Points: 0 of 20 points"),
        "pytest --junitxml=junit.xml": (0, "10 skipped"),
    },
    "one is right": {
        "grader check --started": (0, "Not begun, so not judged: 04_semaphore"),
        "grader check": (1, "Points: 10 of 20 points"),
        "pytest --junitxml=junit.xml": (0, "5 passed, 5 skipped"),
    },
    "one is wrong": {
        "grader check --started": (1, "Points: 7 of 20 points"),
        "grader check": (1, "Points: 7 of 20 points"),
        "pytest --junitxml=junit.xml": (1, "5 skipped"),
    },
}
"""What the commands for CI say in a student's repository, by what was done there."""


WRONG = ROOT / "solutions/03_lock/wrong/test_no_ticket_is_sold_twice/no_lock.py"


@pytest.fixture(scope="module", params=IN_A_REPOSITORY)
def repository(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Path]:
    """A student's: the handout of a course of two exercises, and what was done in it."""
    folder = tmp_path_factory.mktemp("repository")
    for name in ("03_lock", "04_semaphore"):
        shutil.copytree(ROOT / "exercises" / name, folder / "exercises" / name)
    assert run("grader init students", folder)[0] == 0
    shutil.rmtree(folder / "exercises")
    done = {"one is right": ROOT / "solutions/03_lock/lock.py", "one is wrong": WRONG}
    if request.param in done:
        shutil.copy(done[request.param], folder / "students" / "03_lock" / "lock.py")
    return request.param, folder / "students"


@pytest.mark.parametrize("command", IN_A_REPOSITORY["untouched"])
def test_command_of_ci_in_a_students_repository(repository: tuple[str, Path], command: str) -> None:
    state, folder = repository
    code, words = IN_A_REPOSITORY[state][command]
    ended, printed = run(command, folder)
    assert ended == code, printed
    assert words in printed


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as the README's reader has it: solved exercises, a hand-in, an own program."""
    folder = tmp_path_factory.mktemp("workplace")
    shutil.copytree(ROOT / "exercises" / "03_lock", folder / "exercises" / "03_lock")
    solution = ROOT / "solutions" / "03_lock" / "lock.py"
    shutil.copy(solution, folder / "exercises" / "03_lock" / "lock.py")
    (folder / "FOLDER" / "alice").mkdir(parents=True)
    shutil.copy(solution, folder / "FOLDER" / "alice" / "lock.py")
    (folder / "tickets.py").write_text(TICKETS)
    (folder / "script.py").write_text("print(__name__, 'has sold', 3)\n")
    return folder


def run(command: str, folder: Path) -> tuple[int, str]:
    program, *words = shlex.split(command)
    modules = {"grader": "grader", "pytest": "pytest"}
    env = os.environ | {"XDG_CACHE_HOME": str(folder / "cache"), "COLUMNS": "100"}
    env.pop("PYTEST_ADDOPTS", None)
    done = subprocess.run(
        [sys.executable, "-m", modules[program], *words],
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_each_command_of_the_readme_is_tried_here() -> None:
    assert set(commands()) == {*EXPECTED, *IN_A_REPOSITORY["untouched"]}


@pytest.mark.parametrize("command", EXPECTED)
def test_command(command: str, workplace: Path) -> None:
    code, words = EXPECTED[command]
    ended, printed = run(command, workplace)
    assert ended == code, printed
    assert words in printed


def test_the_two_commands_of_a_fresh_machine_stand_in_the_readme_and_in_ci() -> None:
    blocks = re.findall(r"^<!-- (\w+) -->\n```bash\n(.*)\n```$", README, re.MULTILINE)
    names = [name for name, _ in blocks]
    assert names == ["grade", "tests"]
    assert "sed -n '/^<!-- tests -->$/" in (ROOT / ".ci" / "run").read_text()


PAGES = sorted(
    page
    for page in (*ROOT.rglob("README.md"), ROOT / "CONTRIBUTING.md")
    if not any(part.startswith(".") for part in page.relative_to(ROOT).parts)
)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_a_path_that_a_page_names_is_there(page: Path) -> None:
    named = re.findall(r"`((?:\w+/)+\w+\.py)`", page.read_text())
    places = (page.parent, ROOT, ROOT / "grader", ROOT / "tests")
    real = {name for name in named if not re.search("[A-Z]{2}", name)}  # not CHECK/BUG.py
    assert {n for n in real if not any((place / n).exists() for place in places)} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_a_link_of_a_page_leads_somewhere(page: Path) -> None:
    for target, _, heading in re.findall(
        r"\]\((?!https?:)([^)#\s]*)(#?)([^)\s]*)\)", page.read_text()
    ):
        file = (page.parent / target).resolve() if target else page
        assert file.exists(), target
        if heading:
            headings = re.findall(r"^#+ (.*)$", file.read_text(), re.MULTILINE)
            anchors = {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings}
            assert heading in anchors, f"{target}#{heading}"

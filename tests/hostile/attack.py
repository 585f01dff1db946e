"""What an attack is, and the small exercise that all of them are handed in for.

An attack is a file in programs/. Its first lines say how its check must end:

    # with: link                    (a file of programs/with/ goes before it)
    # outcome: failed, tampering    (verdict and cause)
    # says: it told its result twice

Where the interpreter's version or the system decides between two ends, both stand there, with a bar
between.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from grader.settings import MIB, Settings

PROGRAMS = Path(__file__).parent / "programs"

SECRET = "the-judging-code-knows-this-word"

CHECKS = f"""\
from grader import Run, check, scenario


@scenario(schedules=3, processes=1)
def both(student):
    return student.count()


@check(both, points=2)
def test_counts(run: Run) -> None:
    "Both processes are counted."
    secret = "{SECRET}"
    assert run.value == 2, f"Two were to be counted, and the result is {{run.value}}."
"""

WRONG = """\
from multiprocessing import Process, Value


def add(number):
    number.value = 1


def count():
    number = Value("i", 0)
    worker = Process(target=add, args=(number,))
    worker.start()
    worker.join()
    return number.value
"""
"""What stands below every attack: wrong under every schedule."""

# So small that nothing takes long: what is attacked is the same with any numbers.
SETTINGS = Settings(
    steps=2000,
    operations=5000,
    objects=1000,
    processes=4,
    memory=256 * MIB,
    output=64 * 1024,
    file_size=MIB,
    cpu_seconds=0.3,
    sleeping_seconds=0.2,
)


@dataclass(frozen=True)
class Attack:
    """A program, and how its check must end."""

    source: str
    verdict: str
    causes: tuple[str, ...]
    says: tuple[str, ...]  # parts of the message, one for each cause

    @classmethod
    def read(cls, path: Path) -> Attack:
        """Return the attack in a file."""
        text = path.read_text()
        words = dict(re.findall(r"^# (with|outcome|says): (.*)$", text, re.MULTILINE))
        before = (PROGRAMS / "with" / f"{words['with']}.py").read_text() if "with" in words else ""
        verdict, causes = words["outcome"].split(", ")
        ends = tuple(causes.split(" | "))
        return cls(f"{before}\n{text}\n\n{WRONG}", verdict, ends, tuple(words["says"].split(" | ")))


def attacks() -> dict[str, Path]:
    """Return all of them, by name."""
    found = sorted(path for path in PROGRAMS.glob("*/*.py") if path.parent.name != "with")
    return {path.relative_to(PROGRAMS).with_suffix("").as_posix(): path for path in found}

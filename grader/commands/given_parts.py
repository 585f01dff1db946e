"""What a skeleton gives, and its copies in the solutions, which are whole programs.

Given are the functions and classes whose docstring begins with "Given:", the constants (names in
capitals) and the demo under ``if __name__ == "__main__"``. A solution needs none of them, but what
it has must be the skeleton's, so that what is given can be changed in one place. What it has of
its own on purpose it tells: a function by no "Given:", anything by ``# its own`` behind its first
line. Its demo is the skeleton's without the ``try`` around what is still to do.
"""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from grader.commands.given_imports import missing_imports, with_imports
from grader.course.course import Exercise
from grader.handins.parsed import is_given, is_main_guard

OWN = b"# its own"
DEMO = "the demo"

_INDENT = b"    "


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a program that is given, or may be; its place is counted in bytes."""

    name: str  # "charge()", "LOST", "the demo"
    line: int  # from 1
    start: int
    end: int
    text: bytes
    claimed: bool = False  # it says itself that it is given


@dataclass(frozen=True, slots=True)
class Difference:
    """A part of a solution that is not as the skeleton gives it."""

    path: Path
    part: Part
    given: bytes | None  # what it should be; None: the skeleton gives nothing of this name
    imports: tuple[str, ...] = ()  # the part is as given, and these names of it are not imported

    def where(self, folder: Path) -> str:
        """Return file, line and part: "right/a.py:3: charge()"; the file as in a folder."""
        return f"{self.path.relative_to(folder).as_posix()}:{self.part.line}: {self.part.name}"

    def told(self, folder: Path) -> str:
        """Say where it is and what is wrong."""
        if self.imports:
            return f"{self.where(folder)} needs {', '.join(self.imports)}, and nothing imports that"
        wrong = "not given in" if self.given is None else "not as in"
        return f"{self.where(folder)} is {wrong} the skeleton"


def differences(exercise: Exercise) -> list[Difference]:
    """Return where an exercise's solutions differ from what its skeleton gives, in their order."""
    if exercise.solutions is None or not exercise.skeleton.is_file():
        return []
    skeleton = exercise.skeleton.read_bytes()
    given = {part.name: part.text for part in parts(skeleton)}
    if DEMO in given:
        given[DEMO] = finished(given[DEMO])
    found = []
    for path in _solutions(exercise, exercise.solutions):
        program = path.read_bytes()
        for part in parts(program):
            wanted = given.get(part.name, None if part.claimed else part.text)
            if wanted != part.text:
                found.append(Difference(path, part, given.get(part.name)))
            elif part.name in given and (lost := missing_imports(program, skeleton, part.text)):
                found.append(Difference(path, part, part.text, tuple(lost)))
    return found


def renew(exercise: Exercise) -> list[Difference]:
    """Write what is given anew in the solutions; return what was changed. Raises OSError.

    Nothing else of a file changes by a byte, but for imports of names that it now needs.
    """
    changed = [found for found in differences(exercise) if found.given is not None]
    for path, group in groupby(changed, key=lambda found: found.path):
        data = path.read_bytes()
        for found in reversed(list(group)):
            data = data[: found.part.start] + (found.given or b"") + data[found.part.end :]
        path.write_bytes(data)
    # What was written may need an import that was not needed before.
    needed: dict[Path, set[str]] = {}
    for found in differences(exercise):
        needed.setdefault(found.path, set()).update(found.imports)
    for path, names in needed.items():
        skeleton = exercise.skeleton.read_bytes()
        path.write_bytes(with_imports(path.read_bytes(), skeleton, sorted(names)))
    return changed


def parts(program: bytes) -> list[Part]:
    """Return the parts of a program that are given, or may be; nothing of what is no Python."""
    try:
        body = ast.parse(program).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    lines = program.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    found = []
    for node in body:
        name, claimed = _name(node)
        first = min(n.lineno for n in (node, *getattr(node, "decorator_list", ())))
        if not name or lines[first - 1].rstrip().endswith(OWN):
            continue
        start, end = starts[first - 1], starts[(node.end_lineno or 1) - 1]
        end += node.end_col_offset or 0
        found.append(Part(name, first, start, end, program[start:end], claimed))
    return found


def finished(demo: bytes) -> bytes:
    """Return the demo as a finished program has it: nothing is caught that is still to do."""
    lines = demo.splitlines(keepends=True)
    within = set(_within_strings(demo))
    (block,) = ast.parse(demo).body
    assert isinstance(block, ast.If)
    for node in reversed(block.body):
        if isinstance(node, ast.Try) and _is_for_todos(node):
            numbers = range(node.lineno + 1, node.handlers[0].lineno)
            lines[node.lineno - 1 : node.end_lineno] = [
                lines[n - 1] if n in within else lines[n - 1].removeprefix(_INDENT) for n in numbers
            ]
    return b"".join(lines).rstrip()


def _name(node: ast.stmt) -> tuple[str, bool]:
    """Return the name of what may be given, or "", and whether it says so itself."""
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            if is_given(node):
                return f"{node.name}{'' if isinstance(node, ast.ClassDef) else '()'}", True
        case ast.Assign(targets=[target]) | ast.AnnAssign(target=target):
            name = ast.unparse(target)
            if name.isupper():
                return name.strip("()"), False
        case _ if is_main_guard(node):
            return DEMO, False
    return "", False


def _is_for_todos(node: ast.Try) -> bool:
    kinds = [handler.type and ast.unparse(handler.type) for handler in node.handlers]
    return kinds == ["NotImplementedError"]


def _within_strings(program: bytes) -> Iterator[int]:
    """Yield the lines that begin within a string: to indent them otherwise would change it."""
    for token in tokenize.tokenize(io.BytesIO(program).readline):
        if token.string and tokenize.tok_name[token.type] in ("STRING", "FSTRING_MIDDLE"):
            yield from range(token.start[0] + 1, token.end[0] + 1)


def _solutions(exercise: Exercise, folder: Path) -> list[Path]:
    reference = folder / exercise.file
    others = (*sorted(folder.glob("right/*.py")), *sorted(folder.glob("wrong/*/*.py")))
    return [path for path in (reference, *others) if path.is_file()]
